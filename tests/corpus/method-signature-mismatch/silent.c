/* What fits, what cannot be told, and what is dead. */
#include <Python.h>

static PyObject *noargs(PyObject *self, PyObject *Py_UNUSED(ignored)) { Py_RETURN_NONE; }
static PyObject *varargs(PyObject *self, PyObject *args) { return Py_NewRef(args); }
static PyObject *keywords(PyObject *self, PyObject *args, PyObject *kwargs) { return kwargs ? kwargs : Py_NewRef(args); }
static PyObject *fast(PyObject *self, PyObject *const *args, Py_ssize_t n) { return n ? Py_NewRef(args[0]) : NULL; }
static PyObject *fast_names(PyObject *self, PyObject **args, Py_ssize_t n, PyObject *names) { return n ? args[0] : names; }
static PyObject *method(PyObject *self, PyTypeObject *cls, PyObject *const *args, Py_ssize_t n, PyObject *names)
{
    return n ? args[0] : names ? names : (PyObject *)cls;
}
static PyObject *variadic(PyObject *self, ...) { Py_RETURN_NONE; }
static PyObject *old_style(self, args) PyObject *self; PyObject *args; { return Py_NewRef(args); }
static PyObject *unprototyped() { Py_RETURN_NONE; }
static PyObject *some_type(unknown_t *self, unknown_t arg) { return arg; }
static unknown_t some_result(PyObject *self, PyObject *arg) { return arg; }

typedef PyObject *object;
static object aliased(object self, object args) { return args; }

#if PY_VERSION_HEX >= 0x030B0000
#define CALLED METH_FASTCALL
static PyObject *both(PyObject *self, PyObject *const *args, Py_ssize_t n) { return n ? Py_NewRef(args[0]) : NULL; }
#else
#define CALLED METH_VARARGS
static PyObject *both(PyObject *self, PyObject *args) { return Py_NewRef(args); }
#endif

static PyMethodDef methods[] = {
    {"noargs", noargs, METH_NOARGS, NULL},
    {"varargs", varargs, METH_VARARGS, NULL},
    {"one", varargs, METH_O, NULL},
    {"keywords", (PyCFunction)(void (*)(void))keywords, METH_VARARGS | METH_KEYWORDS, NULL},
    {"class", (PyCFunction)(void (*)(void))keywords, METH_VARARGS | METH_KEYWORDS | METH_CLASS, NULL},
    {"fast", _PyCFunction_CAST(fast), METH_FASTCALL, NULL},
    {"fast_names", _PyCFunction_CAST(fast_names), METH_FASTCALL | METH_KEYWORDS, NULL},
    {"method", _PyCFunction_CAST(method), METH_METHOD | METH_FASTCALL | METH_KEYWORDS, NULL},
    {"variadic", (PyCFunction)variadic, METH_VARARGS, NULL},
    {"old_style", (PyCFunction)old_style, METH_VARARGS, NULL},
    {"unprototyped", (PyCFunction)unprototyped, METH_NOARGS, NULL},
    {"some_type", (PyCFunction)some_type, METH_O, NULL},
    {"some_result", (PyCFunction)some_result, METH_O, NULL},
    {"aliased", aliased, METH_O, NULL},
    {"both", (PyCFunction)both, CALLED, NULL},
    {"elsewhere", (PyCFunction)elsewhere, METH_NOARGS, NULL},
    {"unknown", (PyCFunction)keywords, SOME_FLAGS, NULL},
#if 0
    {"dead", (PyCFunction)keywords, METH_VARARGS, NULL},
#endif
    {NULL, NULL, 0, NULL}
};

static Py_ssize_t length(PyObject *self) { return 0; }
static Py_hash_t hash(PyObject *self) { return 1; }
static int is_true(PyObject *self) { return 1; }
static PySendResult send(PyObject *self, PyObject *value, PyObject **result) { *result = value; return PYGEN_RETURN; }
static int buffer(PyObject *self, Py_buffer *view, int flags) { return flags; }
static PyObject *get(PyObject *self, void *closure) { return closure ? Py_NewRef(self) : NULL; }
static int set(PyObject *self, PyObject *value, void *Py_UNUSED(closure)) { return value == NULL; }
static int traverse(PyObject *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); return 0; }

static PyNumberMethods number = {.nb_bool = is_true};
static PyAsyncMethods async = {.am_send = send};
static PyMappingMethods mapping = {length, NULL, NULL};
static PyBufferProcs procs = {buffer, NULL};
static PyGetSetDef properties[] = {
    {"x", get, set, NULL, "closure"},
    {"y", get, NULL, NULL, NULL},
    {NULL}
};
static PyType_Slot slots[] = {
    {Py_tp_hash, hash}, {Py_tp_traverse, traverse}, {Py_tp_getset, properties}, {0, NULL}
};
