#include <Python.h>

// The error object put right, and other ways to empty a field first.
typedef struct { PyBaseExceptionObject base; PyObject *hresult; PyObject *text; PyObject *args; PyObject *extra; } Error;
static int
error_traverse(Error *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->hresult);
    Py_VISIT(self->text);
    Py_VISIT(self->args);
    Py_VISIT(self->extra);
    return ((PyTypeObject *)PyExc_BaseException)->tp_traverse((PyObject *)self, visit, arg);
}
static int
error_clear(Error *self)
{
    Py_CLEAR(self->hresult);
    PyObject *text = self->text;
    self->text = NULL;
    Py_XDECREF(text);
    Py_SETREF(self->args, NULL);
    if (self->extra != NULL) {
        Py_SETREF(self->extra, Py_NewRef(Py_None));
    }
    return ((PyTypeObject *)PyExc_BaseException)->tp_clear((PyObject *)self);
}
static void
error_dealloc(PyObject *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    (void)error_clear((Error *)self);
    ((PyTypeObject *)PyExc_BaseException)->tp_dealloc(self);
    Py_DECREF(tp);
}
static PyType_Slot error_slots[] = {{Py_tp_traverse, error_traverse}, {Py_tp_clear, error_clear}, {Py_tp_dealloc, error_dealloc}, {0, NULL}};
static PyType_Spec error_spec = {"m.Error", sizeof(Error), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, error_slots};
PyObject *make_error(PyObject *m) { return PyType_FromModuleAndSpec(m, &error_spec, PyExc_Exception); }
