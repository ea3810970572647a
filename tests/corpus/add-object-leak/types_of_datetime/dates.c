#include <Python.h>
#include <datetime.h>

PyTypeObject *date_type; //~ ISO010
PyTypeObject *other_type; //~ ISO012

int init_dates(void)
{
    PyDateTime_IMPORT;
    date_type = PyDateTimeAPI->DateType;
    other_type = (PyTypeObject *)PyType_FromSpec(NULL);
    return PyErr_Occurred() ? -1 : 0;
}
