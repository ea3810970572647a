/* What a compiler sees and a text does not show at once: both front ends are to agree where they can. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include "shared.h"

#define SLOT(name, function) {Py_##name, (void *)function}
#define COUNTER(name) static long name##_count
#define EXTRA_FLAGS (Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC)

typedef struct {
    PyObject_HEAD
    PyObject *value;
} BoxObject;

COUNTER(boxes);
static const char *const names[] = {"one", "two" "three"};
static const char *current = "one";
static int (*const compare)(const void *, const void *) = NULL;
static int (*chosen)(const void *, const void *) = NULL;
static fixed_t limit = 3;
static SHARED_LOCAL int depth;

static int
box_traverse(PyObject *op, visitproc visit, void *arg)
{
    BoxObject *self = (BoxObject *)op;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(self->value);
    return 0;
}

static void
box_dealloc(PyObject *op)
{
    static unsigned long freed;
    PyTypeObject *type = Py_TYPE(op);
    PyObject_GC_UnTrack(op);
    Py_CLEAR(((BoxObject *)op)->value);
    type->tp_free(op);
    Py_DECREF(type);
    freed++;
    boxes_count--;
}

static PyObject *
box_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    BoxObject *self = (BoxObject *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    depth++;
    Py_END_ALLOW_THREADS
    for (;;) {
        if (limit > 2 && chosen == compare) {
            current = names[0];
            break;
        }
    }
    boxes_count++;
    return (PyObject *)self;
}

static PyType_Slot box_slots[] = {
    SLOT(tp_traverse, box_traverse),
    SLOT(tp_dealloc, box_dealloc),
    {Py_tp_new, box_new},
    {0, NULL},
};

static PyType_Spec box_spec = {
    .name = "module.Box",
    .basicsize = sizeof(BoxObject),
    .flags = Py_TPFLAGS_DEFAULT | EXTRA_FLAGS,
    .slots = box_slots,
};

static PyTypeObject Plain_Type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    "module.Plain",
    sizeof(BoxObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = box_dealloc,
};

static int
module_exec(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &box_spec, NULL);
    if (type == NULL || PyType_Ready(&Plain_Type) < 0) {
        return -1;
    }
    return PyModule_AddType(module, (PyTypeObject *)type);
}

static struct PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, module_exec},
    {0, NULL},
};

static struct PyModuleDef module_def = {
    PyModuleDef_HEAD_INIT,
    .m_name = "module",
    .m_size = 0,
    .m_slots = module_slots,
};

PyMODINIT_FUNC
PyInit_module(void)
{
    return PyModuleDef_Init(&module_def);
}
