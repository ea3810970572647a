/* Names that macros paste together. */
#include <Python.h>

typedef struct { int n; } record;

static PyMethodDef Py_spam_methods[2]; //~ ISO030
static PyType_Spec eggs_spec; //~ ISO030
static PyType_Spec Py_ham; //~ ISO030
static int left_count; //~ ISO020
static int my_total; //~ ISO020
static int table_a[3]; //~ ISO020
static record pointed, *ptr_b = &pointed; //~ ISO020 ISO022
static int plain_kept = 3; //~ ISO022
static PyObject *str_open; //~ ISO013
static PyObject *_str_close; //~ ISO013
static int nested_inner; //~ ISO020
static int constant_x = 4; //~ ISO022

#define SET_DOC(x) Py_##x##_methods[0].ml_doc = "text"
#define SET_SPEC(x) (x##_spec.flags |= 1)
#define SET_BY_ADDRESS(x) set_spec(&Py_##x)
#define SET_TWO(a, b) a##_##b = 3
#define SET_ADDRESS(x) fill(&my_##x)
#define SET_INDEX(x, i) table_##x[i] = 2
#define SET_ARROW(x) ptr_##x->n = 1
#define INTERN(x) do { if (!(str_##x = PyUnicode_InternFromString(#x))) return NULL; } while (0)
#define INTERN_TOO(x) if ((_str_##x = PyUnicode_InternFromString(#x)) == NULL) return NULL
#define INNER(x) nested_##x = 1
#define OUTER(x) INNER(x)
#define READ(x) (plain_##x + constant_##x)
#define READ_X() constant_x

static void set_spec(PyType_Spec *spec) { spec->name = "m.Ham"; }
static void fill(int *target) { *target = 5; }

PyObject *
spam(PyObject *self, PyObject *arg)
{
    SET_DOC(spam);
    SET_SPEC(eggs);
    SET_BY_ADDRESS(ham);
    SET_TWO(left, count);
    SET_ADDRESS(total);
    SET_INDEX(a, 1);
    SET_ARROW(b);
    INTERN(open);
    INTERN_TOO(close);
    OUTER(inner);
    return PyLong_FromLong(plain_kept + READ_X());
}
