// The ways of C++: references, range loops, lambdas, namespaces, templates.
#include <Python.h>
#include <utility>

namespace spam {
static PyObject *by_reference; //~ ISO010
static PyObject *by_parameter; //~ ISO010
static PyObject *in_lambda; //~ ISO010
static PyObject *swapped; //~ ISO010
static PyObject *kept = nullptr; //~ ISO022
static thread_local PyObject *per_thread;
PyObject *items[3]; //~ ISO010

namespace {
PyObject *hidden; //~ ISO010
}

template <typename T> struct Cache {
    static PyObject *value;
};
template <typename T> PyObject *Cache<T>::value = nullptr; //~ ISO010

static void set(PyObject *&target, PyObject *value) { target = value; }

PyObject *use(PyObject *self)
{
    PyObject *&reference = by_reference;
    reference = self;
    set(by_parameter, self);
    auto store = [&](PyObject *value) { in_lambda = value; };
    store(self);
    PyObject *local = self;
    std::swap(swapped, local);
    for (PyObject *&item : items) {
        item = self;
    }
    spam::hidden = self;
    per_thread = self;
    Cache<int>::value = self;
    return kept ? kept : local;
}
} // namespace spam
