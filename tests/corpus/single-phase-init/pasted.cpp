// Macros that write the head of an init function, in C++: with the name pasted, in both branches of a porting guide.
#include <Python.h>

#if PY_MAJOR_VERSION >= 3
#define MODULE(name) PyMODINIT_FUNC PyInit_##name(void)
#define MADE(m) return m
#else
#define MODULE(name) extern "C" void init##name(void)
#define MADE(m) return
#endif

class Counter {
    int count;

public:
    int next() { return ++count; }
};

static PyModuleDef def = {PyModuleDef_HEAD_INIT, "spam", nullptr, -1, nullptr};

MODULE(spam) //~ INIT001
{
    PyObject *m = PyModule_Create(&def);
    Counter counter;
    if (m != nullptr && PyModule_AddIntConstant(m, "first", counter.next()) < 0) {
        Py_DECREF(m);
        return nullptr;
    }
    MADE(m);
}
