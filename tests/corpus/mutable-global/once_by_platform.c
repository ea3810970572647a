/* A macro with one primitive for each system, which makes the name of a function for one of them. */
#include <Python.h>
#ifdef _WIN32
#include <windows.h>
static INIT_ONCE guard = INIT_ONCE_STATIC_INIT;
#define FIRST_TIME(name) InitOnceExecuteOnce(&guard, name##_on_windows, NULL, NULL)
#else
#include <pthread.h>
static pthread_once_t guard = PTHREAD_ONCE_INIT;
#define FIRST_TIME(name) pthread_once(&guard, name)
#endif

static long table[4];
static long other[4]; //~ ISO020

static void fill_table(void) { table[0] = 9; }
static void fill_other(void) { other[0]++; }
#ifdef _WIN32
static BOOL CALLBACK
fill_table_on_windows(PINIT_ONCE once, PVOID parameter, PVOID *context)
{
    fill_table();
    return TRUE;
}
#endif

static PyObject *
spam_get(PyObject *module, PyObject *unused)
{
    FIRST_TIME(fill_table);
    fill_other();
    return PyLong_FromLong(table[0] + other[0]);
}

static PyMethodDef spam_methods[] = {{"get", spam_get, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
