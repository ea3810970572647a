/* That something untyped is tracked somewhere says nothing of these objects: what is tracked has to come from there. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *call; } Task;
typedef struct { PyObject_HEAD PyObject *call; } Late;
typedef struct { PyObject_HEAD PyObject *call; } Kept;
typedef struct { PyTypeObject *task; PyTypeObject *late; PyTypeObject *kept; PyObject *last; } state;

#define SLOTS(name, type) \
    static int name##_traverse(type *self, visitproc visit, void *arg) \
    { Py_VISIT(Py_TYPE(self)); Py_VISIT(self->call); return 0; } \
    static int name##_clear(type *self) { Py_CLEAR(self->call); return 0; } \
    static void name##_dealloc(type *self) \
    { PyTypeObject *tp = Py_TYPE(self); PyObject_GC_UnTrack(self); name##_clear(self); tp->tp_free(self); Py_DECREF(tp); } \
    static PyType_Slot name##_slots[] = { \
        {Py_tp_traverse, name##_traverse}, {Py_tp_clear, name##_clear}, {Py_tp_dealloc, name##_dealloc}, {0, NULL}, \
    }; \
    static PyType_Spec name##_spec = { \
        "m." #name, sizeof(type), 0, \
        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION, name##_slots, \
    };
SLOTS(task, Task)
SLOTS(late, Late)
SLOTS(kept, Kept)

int
m_exec(PyObject *module, state *st)
{
    st->task = (PyTypeObject *)PyType_FromModuleAndSpec(module, &task_spec, NULL);
    st->late = (PyTypeObject *)PyType_FromModuleAndSpec(module, &late_spec, NULL);
    st->kept = (PyTypeObject *)PyType_FromModuleAndSpec(module, &kept_spec, NULL);
    return st->task && st->late && st->kept ? 0 : -1;
}

PyObject *
task(state *st, PyObject *call)
{
    Task *self = PyObject_GC_New(Task, st->task); //~ GC014
    if (self == NULL) {
        return NULL;
    }
    self->call = Py_NewRef(call);
    return (PyObject *)self;
}

/* Some other object: from a parameter, from a function that is not known, of a table. */
void
again(PyObject *args)
{
    if (!PyObject_GC_IsTracked(args)) {
        PyObject_GC_Track(args);
    }
}

PyObject *
cached(PyObject **table, int at)
{
    PyObject *found = take_cached();
    PyObject_GC_Track(found);
    PyObject_GC_Track(table[at]);
    return found;
}

/* These come from the factory: through a caller that knows no more than that it is an object, and a helper of its. */
static PyObject *
late_new(state *st, PyObject *call)
{
    Late *self = PyObject_GC_New(Late, st->late);
    if (self == NULL) {
        return NULL;
    }
    self->call = Py_NewRef(call);
    return (PyObject *)self;
}

static void
done(PyObject *made)
{
    PyObject_GC_Track(made);
}

PyObject *
late(state *st, PyObject *call)
{
    PyObject *made = late_new(st, call);
    if (made != NULL) {
        done(made);
    }
    return made;
}

/* And through a field. */
static PyObject *
kept_new(state *st, PyObject *call)
{
    Kept *self = PyObject_GC_New(Kept, st->kept);
    if (self == NULL) {
        return NULL;
    }
    self->call = Py_NewRef(call);
    return (PyObject *)self;
}

int
keep(state *st, PyObject *call)
{
    st->last = kept_new(st, call);
    return st->last == NULL ? -1 : 0;
}

void
kept_done(state *st)
{
    PyObject_GC_Track(st->last);
}
