#include <Python.h>
#include <pthread.h>

#define AT_LOAD __attribute__((constructor))

static void *handle;
static int loaded;
static pthread_key_t key;
static int width;
static int often; //~ ISO020
static pthread_once_t first = PTHREAD_ONCE_INIT; //~ ISO023
static pthread_once_t second = PTHREAD_ONCE_INIT; //~ ISO023

__attribute__((constructor)) static void
load(void)
{
    handle = &handle;
}

static void unload(void) __attribute__((destructor));

static void
unload(void)
{
    handle = NULL;
}

AT_LOAD static void
mark(void)
{
    loaded = 1;
}

static void
measure(void)
{
    width = (int)sizeof(void *);
}

static void
set_up(void)
{
    pthread_key_create(&key, NULL);
    measure();
}

static void
start(void)
{
    often = 1;
}

static PyObject *
spam_use(PyObject *self, PyObject *args)
{
    pthread_once(&first, set_up);
    pthread_once(&second, start);
    if (handle == NULL) {
        start();
    }
    pthread_setspecific(key, handle);
    return PyLong_FromLong(width + loaded + often);
}

static PyMethodDef spam_methods[] = {
    {"use", spam_use, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_gil, Py_MOD_GIL_NOT_USED}, //~ FT006
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}, //~ INIT006
    {0, NULL},
};

static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = 0,
    .m_methods = spam_methods,
    .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
