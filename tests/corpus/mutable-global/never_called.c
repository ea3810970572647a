/* Written only in a function that nothing calls: a note. A function that is called or installed is as
   before; a declaration alone calls nothing. */
#include <Python.h>

static int same = 1; //~ ISO020
static int level; //~ ISO020
static int hooked; //~ ISO020

void
never_call_me(void) //~ INIT017
{
    same = 0;
}

extern void spam_set_level(int value);

void
spam_set_level(int value) //~ INIT017
{
    level = value;
}

void
hook(void) //~ INIT017
{
    hooked++;
}

void (*const hooks[])(void) = {hook}; //~ INIT017

static PyObject *
spam_get(PyObject *module, PyObject *unused)
{
    hooks[0]();
    return PyLong_FromLong(same + level + hooked);
}

static PyMethodDef spam_methods[] = {{"get", spam_get, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
