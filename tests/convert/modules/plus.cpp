// A type in C++: nothing is designated there, and functions are no pointers to void by themselves.
#include <Python.h>

namespace {

struct Value {
    PyObject_HEAD
    long number;
};

extern "C" PyObject *value_new(PyTypeObject *type, PyObject *args, PyObject *) {
    long number;
    if (!PyArg_ParseTuple(args, "l", &number)) return nullptr;
    PyObject *self = type->tp_alloc(type, 0);
    if (self != nullptr) reinterpret_cast<Value *>(self)->number = number;
    return self;
}

extern "C" void value_dealloc(PyObject *self) {
    Py_TYPE(self)->tp_free(self);
}

extern "C" Py_ssize_t value_length(PyObject *self) {
    return reinterpret_cast<Value *>(self)->number;
}

PyMappingMethods value_mapping = {value_length, nullptr, nullptr};

PyMethodDef methods[] = {{nullptr, nullptr, 0, nullptr}};

}  // namespace

static PyTypeObject ValueType = {
    PyVarObject_HEAD_INIT(nullptr, 0)
    "plus.Value",
    sizeof(Value),
    0,
    (destructor)value_dealloc,
    0, 0, 0, 0, 0, 0, 0,
    &value_mapping,
    0, 0, 0, 0, 0, 0,
    Py_TPFLAGS_DEFAULT,
    "A value.",
    0, 0, 0, 0, 0, 0,
    methods,
    0, 0, 0, 0, 0, 0, 0, 0, 0,
    value_new,
};

static PyModuleDef module_def = {PyModuleDef_HEAD_INIT, "plus", nullptr, -1, nullptr, nullptr, nullptr, nullptr, nullptr};

PyMODINIT_FUNC PyInit_plus() {
    if (PyType_Ready(&ValueType) < 0) return nullptr;
    PyObject *m = PyModule_Create(&module_def);
    if (m == nullptr) return nullptr;
    Py_INCREF(&ValueType);
    PyModule_AddObject(m, "Value", reinterpret_cast<PyObject *>(&ValueType));
    return m;
}
