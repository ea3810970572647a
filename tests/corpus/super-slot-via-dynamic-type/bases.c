/* A dealloc that calls the one of its base by name: what the base is decides. */
#include <Python.h>

typedef struct { PyObject_HEAD int n; } Obj;

static PyTypeObject *bare_type, *other_type; //~ ISO012 ISO012
static void other_dealloc(PyObject *self) { PyTypeObject *tp = Py_TYPE(self); tp->tp_free(self); Py_DECREF(tp); }

static PyType_Slot none[] = {{0, NULL}};
static PyType_Spec bare_spec = {"m.Bare", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, none}; //~ GC005
static PyType_Slot other_slots[] = {{Py_tp_dealloc, other_dealloc}, {0, NULL}};
static PyType_Spec other_spec = {"m.Other", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, other_slots}; //~ GC005

/* Of the type itself: the base is the type. */
static void own_dealloc(PyObject *self) { bare_type->tp_dealloc(self); }
/* No slot of it. */
static void never(PyObject *self) { bare_type->tp_dealloc(self); }
/* Another object than its own. */
static void of_other(PyObject *self) { bare_type->tp_dealloc(((PyObject **)self)[1]); }
/* The base has one of its own. */
static void above(PyObject *self) { other_type->tp_dealloc(self); }

static PyType_Slot own_slots[] = {{Py_tp_dealloc, own_dealloc}, {0, NULL}};
static PyType_Spec own_spec = {"m.Own", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT, own_slots}; //~ GC005
static PyType_Slot of_slots[] = {{Py_tp_dealloc, of_other}, {0, NULL}};
static PyType_Spec of_spec = {"m.Of", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT, of_slots}; //~ GC005
static PyType_Slot above_slots[] = {{Py_tp_dealloc, above}, {0, NULL}};
static PyType_Spec above_spec = {"m.Above", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT, above_slots}; //~ GC005
static PyTypeObject Static_Type = { PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.Static", .tp_basicsize = sizeof(Obj), .tp_dealloc = own_dealloc }; //~ ISO001

/* By PyType_GetSlot: the base, then its slot. */
static void
by_slot(PyObject *self)
{
    PyTypeObject *base = PyType_GetSlot(Py_TYPE(self), Py_tp_base);
    destructor up = (destructor)PyType_GetSlot(base, Py_tp_dealloc);
    (*up)(self); //~ GC037
}
/* The base of another type, of another object, and one that is a base or not. */
static void
of_another(PyObject *self)
{
    Py_SIZE(self)->tp_base->tp_dealloc(self);
    Py_TYPE(self->ob_type)->tp_base->tp_dealloc(self); //~ ABI013
    PyTypeObject *base = Py_TYPE(self)->tp_base;
    if (base == NULL)
        base = bare_type;
    base->tp_dealloc(self);
}
static PyType_Slot another_slots[] = {{Py_tp_dealloc, of_another}, {0, NULL}};
static PyType_Spec another_spec = {"m.Another", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, another_slots}; //~ GC005
static PyType_Slot by_slots[] = {{Py_tp_dealloc, by_slot}, {0, NULL}};
static PyType_Spec by_spec = {"m.By", sizeof(Obj), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, by_slots}; //~ GC005

int
add(PyObject *m)
{
    bare_type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &bare_spec, NULL);
    other_type = (PyTypeObject *)PyType_FromModuleAndSpec(m, &other_spec, NULL);
    PyModule_AddType(m, (PyTypeObject *)PyType_FromModuleAndSpec(m, &own_spec, (PyObject *)bare_type)); //~ HT013
    PyModule_AddType(m, (PyTypeObject *)PyType_FromModuleAndSpec(m, &of_spec, (PyObject *)bare_type)); //~ HT013
    PyModule_AddType(m, (PyTypeObject *)PyType_FromModuleAndSpec(m, &above_spec, (PyObject *)other_type)); //~ HT013
    PyModule_AddType(m, (PyTypeObject *)PyType_FromModuleAndSpec(m, &by_spec, (PyObject *)bare_type)); //~ HT013
    PyModule_AddType(m, (PyTypeObject *)PyType_FromModuleAndSpec(m, &another_spec, NULL)); //~ HT013
    return PyModule_AddType(m, &Static_Type);
}
