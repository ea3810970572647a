/* A small extension module with its own declarations: a heap type, a static type, state in static variables. */
typedef long Py_ssize_t;
typedef struct _object { Py_ssize_t ob_refcnt; struct _typeobject *ob_type; } PyObject;
typedef struct { PyObject ob_base; Py_ssize_t ob_size; } PyVarObject;
typedef int (*visitproc)(PyObject *, void *);
typedef struct { int slot; void *pfunc; } PyType_Slot;
typedef struct { const char *name; int basicsize; int itemsize; unsigned int flags; PyType_Slot *slots; } PyType_Spec;
typedef struct { PyObject ob_base; PyObject *(*m_init)(void); Py_ssize_t m_index; PyObject *m_copy; } PyModuleDef_Base;
typedef struct { int slot; void *value; } PyModuleDef_Slot;
struct PyModuleDef {
    PyModuleDef_Base m_base; const char *m_name; const char *m_doc; Py_ssize_t m_size; void *m_methods;
    PyModuleDef_Slot *m_slots; int (*m_traverse)(PyObject *, visitproc, void *); int (*m_clear)(PyObject *); void (*m_free)(void *);
};
struct _typeobject {
    PyVarObject ob_base; const char *tp_name; Py_ssize_t tp_basicsize, tp_itemsize; void (*tp_dealloc)(PyObject *);
    void *rest[14]; unsigned long tp_flags; const char *tp_doc; int (*tp_traverse)(PyObject *, visitproc, void *); void *more[24];
};
extern struct _typeobject PyType_Type;
extern PyObject *PyModuleDef_Init(struct PyModuleDef *);
extern PyObject *PyType_FromModuleAndSpec(PyObject *, PyType_Spec *, PyObject *);
extern int PyModule_AddType(PyObject *, void *);
extern int PyType_Ready(void *);
extern void PyObject_GC_Del(void *);
extern PyObject *PyList_New(Py_ssize_t);

typedef struct { PyObject ob_base; PyObject *held; } Thing;
PyObject *kept;
static int count;
static int thing_traverse(PyObject *self, visitproc visit, void *arg) {
    Thing *thing = (Thing *)self;
    if (thing->held) {
        int error = visit(thing->held, arg);
        if (error) return error;
    }
    return 0;
}
static void thing_dealloc(PyObject *self) { count--; PyObject_GC_Del(self); }
static PyType_Slot slots[] = {{71, thing_traverse}, {52, thing_dealloc}, {0, 0}};
static PyType_Spec spec = {"m.Thing", sizeof(Thing), 0, 1 << 14, slots};
static struct _typeobject Static = {.ob_base = {{1, &PyType_Type}, 0}, .tp_name = "m.Static", .tp_basicsize = 16, .tp_dealloc = thing_dealloc, .tp_flags = 1 << 10};
static int exec(PyObject *module) {
    kept = PyList_New(0);
    count++;
    if (PyType_Ready(&Static) < 0) return -1;
    return PyModule_AddType(module, PyType_FromModuleAndSpec(module, &spec, 0));
}
static PyModuleDef_Slot module_slots[] = {{2, exec}, {0, 0}};
static struct PyModuleDef def = {{{1, 0}, 0, 0, 0}, "m", 0, 0, 0, module_slots, 0, 0, 0};
PyObject *PyInit_m(void) { return PyModuleDef_Init(&def); }
