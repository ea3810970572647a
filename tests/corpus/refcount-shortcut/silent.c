#include <Python.h>

typedef struct { PyObject_HEAD PyObject *result; } Box;

/* Made here. */
PyObject *
make(PyObject *item)
{
    PyObject *list = PyList_New(0);
    if (list != NULL && PyList_Append(list, item) == 0 && Py_REFCNT(list) == 1) {
        PyList_Reverse(list);
    }
    return list;
}

/* Only claimed. */
void
check(Box *self)
{
    assert(Py_REFCNT(self->result) == 1);
    printf("%zd", Py_REFCNT(self->result));
}

/* Another number. */
int
many(Box *self)
{
    if (Py_REFCNT(self->result) == 0) {
        return -1;
    }
    return Py_REFCNT(self->result) > 3;
}

/* Nobody else takes part: the object dies. */
static void
box_dealloc(PyObject *self)
{
    if (Py_REFCNT(((Box *)self)->result) == 1) {
        PyList_Reverse(((Box *)self)->result);
    }
    Py_DECREF(((Box *)self)->result);
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot box_slots[] = {{Py_tp_dealloc, box_dealloc}, {0, NULL}};

PyType_Spec box_spec = {
    .name = "spam.Box",
    .basicsize = sizeof(Box),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE,
    .slots = box_slots,
};
