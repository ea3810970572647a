#include <Python.h>
#include <datetime.h>

extern PyTypeObject *date_type;
extern PyTypeObject *other_type;
int init_dates(void);

static int
fill(PyObject *module) //
{
    PyTypeObject *time_type = PyDateTimeAPI->TimeType;
    if (init_dates() < 0) {
        return -1;
    }
    Py_INCREF(date_type);
    if (PyModule_AddObject(module, "Date", (PyObject *)date_type) < 0) { //~ ABI006
        return -1;
    }
    Py_INCREF(time_type);
    if (PyModule_AddObject(module, "Time", (PyObject *)time_type) < 0) {
        return -1;
    }
    Py_INCREF(other_type);
    if (PyModule_AddObject(module, "Other", (PyObject *)other_type) < 0) { //~ INIT016
        return -1;
    }
    return 0;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill}, {0, NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_slots = slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
