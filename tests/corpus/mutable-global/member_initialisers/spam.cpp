#include <Python.h>
#include "queue.hpp"
long used_in_init(long n);

struct Taken {
    long taken;
    explicit Taken(long n) : taken(used_in_init(n)) {}
};

static PyObject *
run(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(args))
{
    Queue<int> queue(3);
    Taken taken(queue.size());
    (void)taken;
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"run", run, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
