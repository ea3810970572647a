/* Where the compiler has the attribute the loader fills the table, and the macro says that it is never missing. Where it
   has not, whoever needs it first does. In no build both happen. */
#include <Python.h>

#ifdef __has_attribute
#define HAS(x) __has_attribute(x)
#else
#define HAS(x) 0
#endif

#if HAS(constructor)
#define AT_LOAD __attribute__((constructor))
#define MAY_BE_MISSING 0
#define MAY_BE_ASKED 1
#else
#define AT_LOAD
#define MAY_BE_MISSING 1
#define MAY_BE_ASKED 1
#endif

static int table;
static int table_of_two;
static int asked;  //~ ISO020
static int either; //~ ISO020
static int always; //~ ISO020

static AT_LOAD void fill(void) { table = 7; }
static AT_LOAD void fill_two(void) { table_of_two = 7; }
static AT_LOAD void fill_asked(void) { asked = 8; }
static AT_LOAD void fill_either(void) { either = 9; }
static AT_LOAD void fill_always(void) { always = 10; }

static PyObject *
f(PyObject *m, PyObject *a)
{
    if (MAY_BE_MISSING && table == 0)
        fill();
    if (table_of_two == 0 && (MAY_BE_MISSING)) {
        if (table > 0) {
            fill_two();
        }
    }
    if (MAY_BE_ASKED && asked == 0)
        fill_asked();
    if (MAY_BE_MISSING || either == 0)
        fill_either();
    if (MAY_BE_MISSING)
        Py_RETURN_NONE;
    else
        fill_always();
    return PyLong_FromLong(table + table_of_two + asked + either + always);
}

static PyMethodDef methods[] = {{"f", f, METH_NOARGS, NULL}, {NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "a", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_a(void)
{
    return PyModuleDef_Init(&def);
}
