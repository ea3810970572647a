#include <Python.h>

/* Each round over the locals finds one more of them to be the object, as the last one stands first. */
static int
near_traverse(PyObject *self, visitproc visit, void *arg)
{
    PyObject *a1, *a2, *a3, *a4, *a5, *a6, *a7, *a8, *a9, *a10, *a11, *a12, *a13, *a14, *a15;
    for (int i = 0; i < 15; i++) {
        a15 = a14; a14 = a13; a13 = a12; a12 = a11; a11 = a10; a10 = a9; a9 = a8; a8 = a7; a7 = a6; a6 = a5;
        a5 = a4; a4 = a3; a3 = a2; a2 = a1; a1 = self;
    }
    Py_VISIT(Py_TYPE(a15));
    return 0;
}

/* There is no end to it: 20 of them. */
static int
far_traverse(PyObject *self, visitproc visit, void *arg)
{
    PyObject *a1, *a2, *a3, *a4, *a5, *a6, *a7, *a8, *a9, *a10, *a11, *a12, *a13, *a14, *a15, *a16, *a17, *a18, *a19;
    PyObject *a20;
    for (int i = 0; i < 20; i++) {
        a20 = a19; a19 = a18; a18 = a17; a17 = a16; a16 = a15; a15 = a14; a14 = a13; a13 = a12; a12 = a11; a11 = a10; a10 = a9; a9 = a8; a8 = a7; a7 = a6;
        a6 = a5; a5 = a4; a4 = a3; a3 = a2; a2 = a1; a1 = self;
    }
    Py_VISIT(Py_TYPE(a20));
    return 0;
}

static PyType_Slot near_slots[] = {
    {Py_tp_traverse, near_traverse},
    {0, NULL}
};
static PyType_Spec near_spec = {"rounds.Near", 32, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, near_slots};

static PyType_Slot far_slots[] = {
    {Py_tp_traverse, far_traverse},
    {0, NULL}
};
static PyType_Spec far_spec = {"rounds.Far", 32, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC, far_slots};

PyObject *
make(int far)
{
    return PyType_FromSpec(far ? &far_spec : &near_spec);
}
