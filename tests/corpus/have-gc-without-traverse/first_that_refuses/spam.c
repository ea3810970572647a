/* 3.11 is the first Python that refuses the type: where it is the last one meant, that is an error already. */
#include <Python.h>

static PyType_Slot spam_slots[] = {
    {0, NULL},
};
PyType_Spec spam_spec = {"m.spam", sizeof(PyObject), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, spam_slots}; //~ GC007
