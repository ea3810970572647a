// A class that holds one atomic variable is one; a class that holds more is state.
#include <Python.h>
#include <atomic>

template <typename T> struct box {
    std::atomic<T> value;
    void operator=(T to) { value.store(to); }
    bool swap(T from, T to) { return value.compare_exchange_weak(from, to); }
};

struct counter {
    std::atomic_int value;
};

template <typename T> struct pair {
    std::atomic<T> value;
    int plain;
};

static box<int> number;
static box<int *> list;
static counter steps;
static pair<int> both; //~ ISO020

static PyObject *
spam_run(PyObject *module, PyObject *unused)
{
    int *first = list.value;
    if (list.swap(first, nullptr)) {
        while (first) {
            int *next = first + 1;
            first = next;
        }
    }
    number = 3;
    steps.value++;
    both.plain = 4;
    Py_RETURN_NONE;
}

static PyMethodDef spam_methods[] = {{"run", spam_run, METH_NOARGS, nullptr}, {nullptr, nullptr, 0, nullptr}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam", nullptr, 0, spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
