#include <Python.h>

/* Declarations, pointers, casts, sizes, parameters, automatic variables. */
extern PyTypeObject Declared_Type;
extern __attribute__((visibility("hidden"))) PyTypeObject Hidden_Type;
PyAPI_DATA(PyTypeObject) Data_Type;
typedef struct { PyTypeObject *Foo; } state;
size_t size(void) { return sizeof(PyTypeObject); }
int is_type(PyTypeObject *type, PyObject *op) { return Py_TYPE(op) == (PyTypeObject *)type; }
PyTypeObject *const *kinds(void)
{
    static PyTypeObject *const all[] = {&PyLong_Type, &PyFloat_Type};
    return all;
}
void
automatic(void)
{
    PyTypeObject copy = PyLong_Type;
    (void)copy;
}

/* For other interpreters. */
#ifdef PYPY_VERSION
static PyTypeObject PyPy_Type = {PyVarObject_HEAD_INIT(NULL, 0)};
#endif
#if PY_VERSION_HEX < 0x03000000
static PyTypeObject Old_Type = {PyVarObject_HEAD_INIT(NULL, 0)};
#endif

/* The other branch is the one compiled. */
#define USE_TYPE_SPECS 1
#if USE_TYPE_SPECS
static PyType_Slot slots[] = {{0, NULL}};
PyType_Spec spec = {.name = "m.T", .basicsize = sizeof(PyObject), .flags = Py_TPFLAGS_DEFAULT, .slots = slots};
#else
static PyTypeObject T_Type = {PyVarObject_HEAD_INIT(NULL, 0)};
#endif
