// Parameters of the old style behind a macro in the return type are no globals; the variable beside them is one.
#include <Python.h>

#define EXPORTED

static int calls; //~ ISO020

char * EXPORTED fill(file, buf, len) //~ INIT017
    void *file;
    char *buf;
    int len;
{
    while (len > 0) {
        *buf++ = 0;
        len--;
    }
    calls++;
    return buf;
}

int count(buf, len) char *buf; int len; //~ INIT017
{
    while (*buf) {
        buf++;
        len--;
    }
    return len;
}

static int
old_style_exec(PyObject *m)
{
    return 0;
}

static PyModuleDef_Slot old_style_slots[] = {
    {Py_mod_exec, old_style_exec},
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {Py_mod_gil, Py_MOD_GIL_USED},
    {0, NULL},
};

static struct PyModuleDef old_style_module = {PyModuleDef_HEAD_INIT, "old_style", NULL, 0, NULL, old_style_slots};

PyMODINIT_FUNC
PyInit_old_style(void)
{
    return PyModuleDef_Init(&old_style_module);
}
