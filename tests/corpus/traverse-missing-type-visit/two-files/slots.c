#include "thing.h"

int
thing_traverse(PyObject *op, visitproc visit, void *arg) //~ GC001
{
    Py_VISIT(((Thing *)op)->cb);
    return 0;
}

int
good_traverse(PyObject *op, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(op));
    return thing_traverse(op, visit, arg);
}
