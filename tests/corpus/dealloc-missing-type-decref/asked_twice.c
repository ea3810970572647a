// Inside of `#ifdef X` a second `#ifdef X` holds as well: the release is on every path.
#include <Python.h>

typedef struct { PyObject_HEAD } Lamp;

static void
lamp_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
#ifdef LAMP_IS_HEAP_TYPE
    type->tp_free(self);
#ifdef LAMP_IS_HEAP_TYPE
    Py_DECREF(type);
#endif
#else
    type->tp_free(self);
    Py_DECREF(type);
#endif
}

static PyType_Slot lamp_slots[] = {{Py_tp_dealloc, lamp_dealloc}, {0, NULL}};
PyType_Spec lamp_spec = {"lights.Lamp", sizeof(Lamp), 0, Py_TPFLAGS_DEFAULT, lamp_slots};

// What is included after `#ifndef X` may define it: the second question is open.
#ifndef LAMP_OLD
#include "old_or_not.h"
#ifndef LAMP_OLD
static void
bulb_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}
#endif
#ifdef LAMP_OLD
static void
bulb_dealloc(PyObject *self) //~ GC021
{
    Py_TYPE(self)->tp_free(self);
}
#endif
#endif

static PyType_Slot bulb_slots[] = {{Py_tp_dealloc, bulb_dealloc}, {0, NULL}};
PyType_Spec bulb_spec = {"lights.Bulb", sizeof(Lamp), 0, Py_TPFLAGS_DEFAULT, bulb_slots};
