#include <Python.h>

typedef struct { PyObject_HEAD PyObject *cb; } Thing;

extern int thing_traverse(PyObject *, visitproc, void *);
extern int good_traverse(PyObject *, visitproc, void *);
extern PyType_Spec thing_spec;
