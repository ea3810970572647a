/* A function of the type that is no allocation hands out nothing that C code has filled. */
#include <Python.h>

struct table { int size; };
typedef struct { PyObject_HEAD struct table *table; } Sized;
typedef struct { PyTypeObject *sized_type; } state;

static PyObject *
sized_size(PyObject *op, PyObject *unused)
{
    Sized *self = (Sized *)op;
    return PyLong_FromLong(self->table->size);
}

static PyMethodDef sized_methods[] = {{"size", sized_size, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot sized_slots[] = {
    {Py_tp_methods, sized_methods},
    {0, NULL},
};
PyType_Spec sized_spec = {
    "m.Sized", sizeof(Sized), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE, sized_slots,
};

int
add_types(PyObject *module, state *st)
{
    st->sized_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &sized_spec, NULL);
    return 0;
}

PyObject *
sized_text(state *st, PyObject *op)
{
    PyObject *text = st->sized_type->tp_repr(op);
    return text;
}
