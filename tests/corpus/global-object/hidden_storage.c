/* Storage and attributes come from macros. */
#include <Python.h>

#ifdef __GNUC__
#define HIDDEN __attribute__((visibility("hidden")))
#else
#define HIDDEN
#endif
#define LOCAL_VAR(type) static type
#define UNUSED __attribute__((unused))
#define DECLARE_CACHE(name) static PyObject *name##_cache = NULL

HIDDEN PyObject *hidden; //~ ISO010
LOCAL_VAR(PyObject) *local_var; //~ ISO010
UNUSED static PyObject *unused_before; //~ ISO010
static UNUSED PyObject *unused_between; //~ ISO010
static PyObject *unused_behind UNUSED; //~ ISO010
DECLARE_CACHE(made); //~ ISO010
extern HIDDEN PyObject *declared_hidden;
static Py_ALIGNED(64) PyObject *aligned; //~ ISO010

void
fill(PyObject *value)
{
    hidden = local_var = unused_before = value;
    unused_between = unused_behind = value;
    made_cache = value;
    declared_hidden = value;
    aligned = value;
}
