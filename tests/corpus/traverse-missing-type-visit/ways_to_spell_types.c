#include <Python.h>

// Each spelling twice: with a traverse that visits the type, and with one that does not.
typedef struct { PyObject_HEAD PyObject *cb; } Thing;

static int
good_traverse(Thing *self, visitproc visit, void *arg)
{
    Py_VISIT(self->cb);
    Py_VISIT(Py_TYPE(self));
    return 0;
}

#define BAD(name) \
    static int name(Thing *self, visitproc visit, void *arg) { Py_VISIT(self->cb); return 0; }

BAD(macro_spec_traverse) //~ GC001
BAD(fragment_traverse) //~ GC001
BAD(local_traverse) //~ GC001
BAD(shared_slots_traverse) //~ GC001
BAD(hidden_flags_traverse) //~ GC001
BAD(table_traverse) //~ GC001
BAD(wrapped_traverse) //~ GC001
BAD(wrapped_macro_traverse) //~ GC001
BAD(both_kinds_traverse) //~ GC001
BAD(parenthesised_traverse) //~ GC001

/* A macro with parameters makes the whole spec. */
#define THING_SPEC(spec, text, its_slots)                   \
    static PyType_Spec spec = {                             \
        .name = "m." text,                                  \
        .basicsize = sizeof(Thing),                         \
        .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,   \
        .slots = its_slots,                                 \
    }
static PyType_Slot macro_bad_slots[] = {{Py_tp_traverse, macro_spec_traverse}, {0, NULL}};
static PyType_Slot macro_good_slots[] = {{Py_tp_traverse, good_traverse}, {0, NULL}};
THING_SPEC(macro_bad_spec, "MacroBad", macro_bad_slots);
THING_SPEC(macro_good_spec, "MacroGood", macro_good_slots);

/* A fragment of the slots. */
#define SHARED_SLOTS(f) {Py_tp_traverse, f}, {Py_tp_doc, "a thing"}
static PyType_Slot fragment_bad_slots[] = {SHARED_SLOTS(fragment_traverse), {0, NULL}};
static PyType_Slot fragment_good_slots[] = {SHARED_SLOTS(good_traverse), {0, NULL}};
PyType_Spec fragment_bad_spec = {"m.FragmentBad", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, fragment_bad_slots};
PyType_Spec fragment_good_spec = {"m.FragmentGood", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, fragment_good_slots};

/* Spec and slots in a function. */
PyObject *
make_local(PyObject *m)
{
    PyType_Slot slots[] = {{Py_tp_traverse, local_traverse}, {0, NULL}};
    PyType_Spec spec = {"m.Local", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};
    return PyType_FromModuleAndSpec(m, &spec, NULL);
}
PyObject *
make_good_local(PyObject *m)
{
    PyType_Slot slots[] = {{Py_tp_traverse, good_traverse}, {0, NULL}};
    PyType_Spec spec = {"m.GoodLocal", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, slots};
    return PyType_FromModuleAndSpec(m, &spec, NULL);
}

/* One array of slots for several specs: one function, one finding. */
static PyType_Slot several_slots[] = {{Py_tp_traverse, shared_slots_traverse}, {0, NULL}};
PyType_Spec first_spec = {"m.First", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, several_slots};
PyType_Spec second_spec = {"m.Second", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, several_slots};

/* A project's own name for the flags, with an #if inside. */
#if PY_VERSION_HEX >= 0x030A0000
#  define THING_IMMUTABLE Py_TPFLAGS_IMMUTABLETYPE
#else
#  define THING_IMMUTABLE 0
#endif
#define T_TPFLAGS_DEFAULT ((Py_TPFLAGS_DEFAULT) | (Py_TPFLAGS_HAVE_GC) | THING_IMMUTABLE)
static PyType_Slot hidden_slots[] = {{Py_tp_traverse, hidden_flags_traverse}, {0, NULL}};
PyType_Spec hidden_spec = {.name = "m.Hidden", .basicsize = sizeof(Thing), .flags = T_TPFLAGS_DEFAULT, .slots = hidden_slots};

/* A loop over a table of specs. */
static PyType_Slot table_slots[] = {{Py_tp_traverse, table_traverse}, {0, NULL}};
static PyType_Spec table_spec = {.name = "m.Table", .basicsize = sizeof(Thing), .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = table_slots};
static PyType_Slot table_good_slots[] = {{Py_tp_traverse, good_traverse}, {0, NULL}};
static PyType_Spec table_good_spec = {.name = "m.TableGood", .basicsize = sizeof(Thing), .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, .slots = table_good_slots};
static PyType_Spec *const table[] = {&table_spec, &table_good_spec, NULL};
int
add_table(PyObject *m)
{
    for (int i = 0; table[i] != NULL; i++) {
        PyObject *type = PyType_FromModuleAndSpec(m, table[i], NULL);
        if (type == NULL) {
            return -1;
        }
        if (PyModule_AddType(m, (PyTypeObject *)type) < 0) {
            Py_DECREF(type);
            return -1;
        }
        Py_DECREF(type);
    }
    return 0;
}

/* A function around the creation, and a macro. */
static PyTypeObject *
create(PyObject *m, PyType_Spec *spec, PyObject *bases)
{
    return (PyTypeObject *)PyType_FromModuleAndSpec(m, spec, bases);
}
#define CREATE_TYPE(mod, type, spec)                                            \
    do {                                                                        \
        type = (PyTypeObject *)PyType_FromModuleAndSpec(mod, spec, NULL);       \
        if (type == NULL) {                                                     \
            return -1;                                                          \
        }                                                                       \
    } while (0)
static PyType_Slot wrapped_slots[] = {{Py_tp_traverse, wrapped_traverse}, {0, NULL}};
static PyType_Spec wrapped_spec = {"m.Wrapped", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, wrapped_slots};
static PyType_Slot wrapped_macro_slots[] = {{Py_tp_traverse, wrapped_macro_traverse}, {0, NULL}};
static PyType_Spec wrapped_macro_spec = {"m.WrappedMacro", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, wrapped_macro_slots};
typedef struct { PyTypeObject *wrapped; PyTypeObject *wrapped_macro; } state;
int
add_wrapped(PyObject *m, state *st)
{
    st->wrapped = create(m, &wrapped_spec, NULL);
    CREATE_TYPE(m, st->wrapped_macro, &wrapped_macro_spec);
    return st->wrapped == NULL ? -1 : 0;
}

/* One type, static or made from a spec: only the spec needs the visit. */
#if USE_TYPE_SPECS
static PyType_Slot both_kinds_slots[] = {{Py_tp_traverse, (void *)both_kinds_traverse}, {0, 0}};
PyType_Spec both_kinds_spec = {"m.BothKinds", sizeof(Thing), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, both_kinds_slots};
#else
static PyTypeObject both_kinds_type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    "m.BothKinds", sizeof(Thing), 0,
    0, /* tp_dealloc */
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    0, /* tp_doc */
    (traverseproc)both_kinds_traverse,
};
#endif

/* Parentheses, line breaks and comments. */
static PyType_Slot parenthesised_slots[] = {
    {
        Py_tp_traverse, /* the slot */
        (void *)
            (parenthesised_traverse) // its function
    },
    {0, /* nothing */ NULL},
};
PyType_Spec parenthesised_spec = {
    .name = "m.Parenthesised",
    .basicsize = (int)sizeof(Thing),
    .flags = (Py_TPFLAGS_DEFAULT
              | /* collected */
              (Py_TPFLAGS_HAVE_GC)),
    .slots = (parenthesised_slots),
};
