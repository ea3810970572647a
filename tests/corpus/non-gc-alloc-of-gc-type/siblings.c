#include <Python.h>

// Two types that share struct and dealloc: only one of them is collected.
typedef struct { PyObject_HEAD void *data; } Data;
typedef struct { Data head; PyObject *origin; } OwningData;

static void
data_dealloc(Data *self)
{
    Py_TYPE(self)->tp_free((PyObject *)self);
}
static void
owning_dealloc(OwningData *self)
{
    PyObject_GC_UnTrack(self);
    Py_CLEAR(self->origin);
    data_dealloc(&self->head);
}
static int owning_traverse(OwningData *self, visitproc visit, void *arg) { Py_VISIT(self->origin); return 0; }
static int owning_clear(OwningData *self) { Py_CLEAR(self->origin); return 0; }

static PyTypeObject Data_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Data",
    .tp_basicsize = sizeof(Data),
    .tp_dealloc = (destructor)data_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT,
};
static PyTypeObject Owning_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Owning",
    .tp_basicsize = sizeof(OwningData),
    .tp_dealloc = (destructor)owning_dealloc,
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = (traverseproc)owning_traverse,
    .tp_clear = (inquiry)owning_clear,
    .tp_base = &Data_Type,
};

/* A size that only the caller knows: legal for the one that is not collected. */
static Data *
allocate(Py_ssize_t size)
{
    Data *cd = (Data *)PyObject_Malloc(sizeof(Data) + size);
    if (PyObject_Init((PyObject *)cd, &Data_Type) == NULL) {
        return NULL;
    }
    return cd;
}
Data *new_data(void) { return allocate(8); }
OwningData *
new_owning(PyObject *origin)
{
    OwningData *cd = PyObject_GC_New(OwningData, &Owning_Type);
    if (cd == NULL) {
        return NULL;
    }
    cd->origin = Py_NewRef(origin);
    PyObject_GC_Track(cd);
    return cd;
}
OwningData *
wrong_owning(PyObject *origin)
{
    OwningData *cd = PyObject_New(OwningData, &Owning_Type); //~ GC010
    if (cd != NULL) {
        cd->origin = Py_NewRef(origin);
    }
    return cd;
}
