#include <Python.h>

// The same after the repair: GC for the codec, the visit for both.
typedef struct { PyObject_HEAD const char *encoding; PyObject *cjk_module; } Codec;
typedef struct { PyObject_HEAD Codec *codec; PyObject *errors; PyObject *stream; } Reader;

static int
codec_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((Codec *)self)->cjk_module);
    return 0;
}
static int codec_clear(PyObject *self) { Py_CLEAR(((Codec *)self)->cjk_module); return 0; }
static void
codec_dealloc(Codec *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(self->cjk_module);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot codec_slots[] = {{Py_tp_traverse, codec_traverse}, {Py_tp_clear, codec_clear}, {Py_tp_dealloc, codec_dealloc}, {0, NULL}};
static PyType_Spec codec_spec = {
    .name = "m.Codec", .basicsize = sizeof(Codec), .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE, .slots = codec_slots,
};

static int
reader_traverse(Reader *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    if (self->errors != NULL) {
        Py_VISIT(self->errors);
    }
    Py_VISIT(self->stream);
    return 0;
}
static void
reader_dealloc(Reader *self)
{
    PyTypeObject *tp = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_XDECREF(self->errors);
    Py_XDECREF(self->stream);
    tp->tp_free(self);
    Py_DECREF(tp);
}
static PyType_Slot reader_slots[] = {{Py_tp_traverse, reader_traverse}, {Py_tp_dealloc, reader_dealloc}, {0, NULL}};
static PyType_Spec reader_spec = {
    .name = "m.Reader", .basicsize = sizeof(Reader), .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE, .slots = reader_slots,
};
int
add_types(PyObject *m)
{
    PyObject *codec = PyType_FromModuleAndSpec(m, &codec_spec, NULL);
    PyObject *reader = PyType_FromModuleAndSpec(m, &reader_spec, NULL);
    return codec == NULL || reader == NULL ? -1 : 0;
}
