// The same in C++: a template and a method hand the callable on.
#include <Python.h>
#include <mutex>

static long by_template, by_method;
static long each; //~ ISO020

static void set_by_template() { by_template = 1; }
static void set_by_method() { by_method = 2; }
static void set_each() { each++; }

template <typename F>
void run_once(F function)
{
    static std::once_flag flag;
    std::call_once(flag, function);
}

struct Starter {
    std::once_flag flag;
    void start(void (*function)()) { std::call_once(flag, function); }
};

static void
run(void (*function)())
{
    function();
}

static PyObject *
spam_get(PyObject *module, PyObject *unused)
{
    run_once(set_by_template);
    std::call_once(*new std::once_flag, set_by_method);
    run(set_each);
    return PyLong_FromLong(by_template + by_method + each);
}

static PyMethodDef spam_methods[] = {{"get", spam_get, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
