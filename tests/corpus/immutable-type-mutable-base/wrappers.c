/* Types made by functions and macros around PyType_From*: which base each gets. */
#include <Python.h>

typedef struct { PyTypeObject *base; PyTypeObject *fixed; } state;

#define SPEC(name, more) static PyType_Slot name##_slots[] = {{0, NULL}}; \
    static PyType_Spec name = {"m." #name, 16, 0, Py_TPFLAGS_DEFAULT more, name##_slots}
SPEC(base_spec, | Py_TPFLAGS_BASETYPE); //~ GC005
SPEC(fixed_spec, | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE);
SPEC(a, | Py_TPFLAGS_IMMUTABLETYPE);
SPEC(b, | Py_TPFLAGS_IMMUTABLETYPE); //~ HT006
SPEC(c, | Py_TPFLAGS_IMMUTABLETYPE);
SPEC(d, | Py_TPFLAGS_IMMUTABLETYPE);
SPEC(e, | Py_TPFLAGS_IMMUTABLETYPE);
SPEC(f, | Py_TPFLAGS_IMMUTABLETYPE);
SPEC(g, | Py_TPFLAGS_IMMUTABLETYPE);
SPEC(h, | Py_TPFLAGS_IMMUTABLETYPE);
SPEC(i, | Py_TPFLAGS_IMMUTABLETYPE);
SPEC(j, | Py_TPFLAGS_IMMUTABLETYPE);
SPEC(k, | Py_TPFLAGS_IMMUTABLETYPE);
SPEC(l, | Py_TPFLAGS_IMMUTABLETYPE);
SPEC(m, | Py_TPFLAGS_IMMUTABLETYPE); //~ HT006

static PyTypeObject *
make(PyObject *module, PyType_Spec *spec, PyTypeObject *base)
{
    return (PyTypeObject *)PyType_FromModuleAndSpec(module, spec, (PyObject *)base);
}
static PyTypeObject *
make_over(PyType_Spec *spec, PyTypeObject *base, PyObject *module)
{
    return make(module, spec, base);
}
static int
make_into(PyObject *module, PyType_Spec *spec, PyTypeObject *base, PyTypeObject **out)
{
    *out = make(module, spec, base);
    return *out == NULL ? -1 : 0;
}
#define MAKE(spec, base) PyType_FromModuleAndSpec(module, spec, (PyObject *)base)
#define MAKE_ALONE(spec) PyType_FromModuleAndSpec(module, spec, NULL)
#define MAKE_BY(spec, base) make(module, spec, base)
#define MAKE_OVER(spec) PyType_FromModuleAndSpec(module, spec, (PyObject *)st->base)
#define BASE (st->base)
#define BASE_NAME base_type
#define FIXED st->fixed

int
add(PyObject *module, state *st, int which)
{
    PyTypeObject *base_type, *maybe = NULL, *none = NULL, *out;
    base_type = (PyTypeObject *)PyType_FromModuleAndSpec(module, &base_spec, NULL);
    st->base = base_type;
    st->fixed = make(module, &fixed_spec, NULL);
    if (which)
        maybe = st->base;
    else
        maybe = st->fixed;
    PyObject *pair = PyTuple_Pack(2, st->fixed, st->base);
    PyObject *one = PyTuple_Pack(1, st->base);
    PyModule_AddType(module, make(module, &a, st->base));
    PyModule_AddType(module, make_over(&b, base_type, module));
    make_into(module, &c, st->base, &out);
    PyModule_Add(module, "d", MAKE(&d, st->base));
    PyModule_Add(module, "e", MAKE_ALONE(&e));
    PyModule_AddType(module, MAKE_BY(&f, st->base));
    PyModule_Add(module, "g", MAKE_OVER(&g));
    PyModule_Add(module, "h", MAKE(&h, BASE));
    PyModule_Add(module, "i", MAKE(&i, FIXED));
    PyModule_Add(module, "j", PyType_FromModuleAndSpec(module, &j, pair));
    PyModule_Add(module, "k", PyType_FromModuleAndSpec(module, &k, one));
    PyModule_Add(module, "l", PyType_FromModuleAndSpec(module, &l, (PyObject *)maybe));
    PyModule_Add(module, "m", PyType_FromModuleAndSpec(module, &m, Py_NewRef(BASE_NAME)));
    return 0;
}
