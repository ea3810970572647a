/* Each function that makes a type, and what only holds one. */
#include <Python.h>

static PyType_Spec spec; /* never set: the calls alone matter */
static PyTypeObject *by_spec; //~ ISO012
static PyObject *with_bases; //~ ISO012
static PyObject *with_module; //~ ISO012
static PyObject *with_metaclass; //~ ISO012
static PyTypeObject *by_slots; //~ ISO012
static PyTypeObject *through_local; //~ ISO012
static PyTypeObject *of_an_object; //~ ISO010
static PyTypeObject *types[3]; //~ ISO012
static _Thread_local PyTypeObject *of_thread;

int
create(PyObject *module, PyObject *bases)
{
    PyObject *made = PyType_FromSpec(&spec);
    by_spec = (PyTypeObject *)PyType_FromSpec(&spec);
    with_bases = PyType_FromSpecWithBases(&spec, bases);
    if (!(with_module = PyType_FromModuleAndSpec(module, &spec, bases))) {
        return -1;
    }
    with_metaclass = PyType_FromMetaclass(NULL, module, &spec, bases);
    by_slots = (PyTypeObject *)PyType_FromSlots(NULL);
    through_local = (PyTypeObject *)made;
    of_an_object = Py_TYPE(module);
    types[1] = (PyTypeObject *)PyType_FromSpec(&spec);
    of_thread = (PyTypeObject *)PyType_FromSpec(&spec);
    return 0;
}
