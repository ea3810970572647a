/* C++: holders that release in their destructor. */
#include <Python.h>

class Holder {
public:
    explicit Holder(PyObject *object) : object_(object) {}
    ~Holder() { Py_XDECREF(object_); }
    PyObject *get() const { return object_; }
private:
    PyObject *object_;
};

static int
held(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    Holder holder(text);
    Holder other{PyObject_Repr(arg)};
    Holder third = Holder(PyObject_Repr(arg));
    return holder.get() != nullptr ? 0 : -1;
}

static PyObject *
plain(PyObject *arg)
{
    auto text = PyObject_Str(arg);
    if (text == nullptr) {
        return nullptr;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return nullptr; //~ REF002
    }
    return text;
}

static int
by_lambda(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    auto release = [&]() { Py_XDECREF(text); };
    release();
    return 0;
}

static void
throws(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == nullptr) {
        throw 1;
    }
    Py_DECREF(text);
}
