#include <Python.h>

/* A helper allocates through the slot of the type, its caller fills what it got: nobody else has seen the object. */
typedef struct { PyObject_HEAD PyObject *words; } Packer;
typedef struct { PyObject_HEAD PyObject *words; } Loose;
typedef struct { PyTypeObject *packer; PyTypeObject *loose; } state;
#define FLAGS (Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION)

static int packer_traverse(Packer *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->words); return 0; }
static void
packer_dealloc(Packer *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(self->words);
    type->tp_free(self);
    Py_DECREF(type);
}
static PyType_Slot packer_slots[] = {{Py_tp_traverse, packer_traverse}, {Py_tp_dealloc, packer_dealloc}, {0, NULL}};
static PyType_Spec packer_spec = {"m.Packer", sizeof(Packer), 0, FLAGS, packer_slots};

static Packer *
new_packer(PyTypeObject *type)
{
    Packer *self = (Packer *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->words = NULL;
    return self;
}

PyObject *
pack(state *st, PyObject *words)
{
    Packer *made = new_packer(st->packer);
    if (made == NULL) {
        return NULL;
    }
    made->words = Py_NewRef(words);
    return (PyObject *)made;
}

/* The twin: the object is an old one, which may be part of what it gets. */
static int loose_traverse(Loose *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->words); return 0; }
static void
loose_dealloc(Loose *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(self->words);
    type->tp_free(self);
    Py_DECREF(type);
}
static PyType_Slot loose_slots[] = {{Py_tp_traverse, loose_traverse}, {Py_tp_dealloc, loose_dealloc}, {0, NULL}};
static PyType_Spec loose_spec = {"m.Loose", sizeof(Loose), 0, FLAGS, loose_slots}; //~ GC008

PyObject *
refill(Loose *self, PyObject *words)
{
    PyObject *old = self->words;
    self->words = Py_NewRef(words);
    Py_XDECREF(old);
    Py_RETURN_NONE;
}

int
m_exec(PyObject *m, state *st)
{
    st->packer = (PyTypeObject *)PyType_FromModuleAndSpec(m, &packer_spec, NULL);
    st->loose = (PyTypeObject *)PyType_FromModuleAndSpec(m, &loose_spec, NULL);
    return st->packer == NULL || st->loose == NULL ? -1 : 0;
}
