#include <Python.h>

/* Up to Python 3.7 an instance holds no reference to its type. */
typedef struct { PyObject_HEAD int fd; } File;
static void file_dealloc(PyObject *self) { Py_TYPE(self)->tp_free(self); }
static PyType_Slot slots[] = {{Py_tp_dealloc, file_dealloc}, {0, NULL}};
static PyType_Spec spec = {"m.File", sizeof(File), 0, Py_TPFLAGS_DEFAULT, slots};
PyObject *make(void) { return PyType_FromSpec(&spec); }
