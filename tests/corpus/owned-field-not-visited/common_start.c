#include <Python.h>

/* Functions that serve two types see each by the struct that both start with. */
typedef struct { PyObject_HEAD int kind; PyObject *text; PyObject *other; } Common;
typedef struct { PyObject_HEAD int kind; PyObject *text; PyObject *other; PyObject *stream; } Long; //~ GC031

static void
set_text(Common *common, const char *text)
{
    Py_XSETREF(common->text, PyUnicode_FromString(text));
}

static void
set_other(Common *common, PyObject *other)
{
    Py_XSETREF(common->other, Py_NewRef(other));
}

static int
long_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Long *)self)->stream);
    return 0;
}

static int
long_clear(PyObject *op)
{
    Long *self = (Long *)op;
    Py_CLEAR(self->text);
    Py_CLEAR(self->other);
    Py_CLEAR(self->stream);
    return 0;
}

static PyObject *
long_set(PyObject *op, PyObject *value)
{
    Long *self = (Long *)op;
    set_text((Common *)self, "text");
    set_other((Common *)self, value);
    Py_XSETREF(self->stream, Py_NewRef(value));
    Py_RETURN_NONE;
}

static PyMethodDef long_methods[] = {{"set", long_set, METH_O, NULL}, {NULL}};
static PyType_Slot long_slots[] = {
    {Py_tp_traverse, long_traverse},
    {Py_tp_clear, long_clear},
    {Py_tp_methods, long_methods},
    {0, NULL},
};
PyType_Spec long_spec = {
    "m.Long", sizeof(Long), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC, long_slots,
};

int
add_types(PyObject *module)
{
    return PyModule_Add(module, "Long", PyType_FromModuleAndSpec(module, &long_spec, NULL));
}
