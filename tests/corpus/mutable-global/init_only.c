/* The import alone writes them: notes. A constant, or the address of a function: two imports cannot disagree. */
#include <Python.h>

static int version; //~ ISO020
static void *api[2]; //~ ISO020
static const char *name; //~ ISO020
static int (*chosen)(int); //~ ISO020
static long page_size; //~ ISO020
static double table[16]; //~ ISO020
static int by_helper; //~ ISO020
static int also_later; //~ ISO020

static int twice(int x) { return 2 * x; }
static int thrice(int x) { return 3 * x; }

static void
fill(void)
{
    for (int i = 0; i < 16; i++) {
        table[i] = 1.0 / (i + 1);
    }
    by_helper = 3;
}

static PyObject *
spam(PyObject *self, PyObject *arg)
{
    also_later = 2;
    return PyLong_FromLong(chosen(version) + page_size + (long)table[3] + by_helper + (api[0] == api[1]) + also_later + (name != NULL));
}

static int
spam_exec(PyObject *module)
{
    version = 3;
    api[0] = (void *)twice;
    api[1] = (void *)thrice;
    name = "spam";
    chosen = twice;
    page_size = sysconf(30);
    also_later = 2;
    fill();
    return 0;
}

static PyMethodDef methods[] = {{"spam", spam, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot slots[] = {{Py_mod_exec, spam_exec}, {0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "init_only", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_init_only(void)
{
    return PyModuleDef_Init(&module);
}
