#include <Python.h>

// Objects made from others of their type: a field that is copied from itself is what it is otherwise given.
typedef struct { PyObject_HEAD PyObject *name; PyObject *owner; } Thing; //~ GC031
typedef struct { PyTypeObject *Thing_Type; } state;

static Thing *
copy(state *st, Thing *of)
{
    Thing *thing = (Thing *)st->Thing_Type->tp_alloc(st->Thing_Type, 0);
    if (thing != NULL) {
        thing->name = Py_XNewRef(of->name);
        thing->owner = Py_XNewRef(of->owner);
    }
    return thing;
}
Thing *
child(state *st, Thing *of)
{
    Thing *thing = copy(st, of);
    if (thing != NULL) {
        Py_XSETREF(thing->name, PyUnicode_FromString("child"));
        Py_XSETREF(thing->owner, Py_NewRef((PyObject *)of));
    }
    return thing;
}
static int thing_traverse(Thing *self, visitproc visit, void *arg) { Py_VISIT(Py_TYPE(self)); return 0; }
static int thing_clear(Thing *self) { Py_CLEAR(self->name); Py_CLEAR(self->owner); return 0; }
static PyType_Slot thing_slots[] = {{Py_tp_traverse, thing_traverse}, {Py_tp_clear, thing_clear}, {0, NULL}};
static PyType_Spec thing_spec = {"m.Thing", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, thing_slots};
int
m_exec(PyObject *m, state *st)
{
    st->Thing_Type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &thing_spec, NULL);
    return st->Thing_Type == NULL ? -1 : 0;
}
