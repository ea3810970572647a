#include <Python.h>
#include <pthread.h>
#include <stdio.h>

#ifdef Py_GIL_DISABLED
static PyMutex table_mutex; //~ ISO023
#define LOCK_TABLE() PyMutex_Lock(&table_mutex)
#define UNLOCK_TABLE() PyMutex_Unlock(&table_mutex)
#else
#define LOCK_TABLE()
#define UNLOCK_TABLE()
#endif

static pthread_mutex_t guard = PTHREAD_MUTEX_INITIALIZER; //~ ISO023
static int sounds; //~ ISO020
static int entered; //~ ISO020
static int table[4]; //~ ISO020
static int handed; //~ ISO020

/* Comes back with the lock. */
static void
enter(void)
{
    if (pthread_mutex_lock(&guard) != 0) {
        abort();
    }
}

static void
leave(void)
{
    pthread_mutex_unlock(&guard);
}

/* Its name says more than it does. */
static void
lock_nothing(void)
{
    putc_unlocked('.', stdout);
}

/* Comes back without it. */
static int
peek(void)
{
    enter();
    int value = entered;
    leave();
    return value;
}

static PyObject *
spam_sound(PyObject *self, PyObject *args)
{
    lock_nothing();
    sounds++;
    return PyLong_FromLong(sounds);
}

static PyObject *
spam_enter(PyObject *self, PyObject *args)
{
    enter();
    entered++;
    leave();
    Py_RETURN_NONE;
}

static PyObject *
spam_put(PyObject *self, PyObject *arg)
{
    LOCK_TABLE();
    table[0] = 1;
    UNLOCK_TABLE();
    Py_RETURN_NONE;
}

static PyObject *
spam_peek(PyObject *self, PyObject *args)
{
    handed = peek();
    Py_RETURN_NONE;
}

static PyMethodDef spam_methods[] = {
    {"sound", spam_sound, METH_NOARGS, NULL},
    {"enter", spam_enter, METH_NOARGS, NULL},
    {"put", spam_put, METH_O, NULL},
    {"peek", spam_peek, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_gil, Py_MOD_GIL_NOT_USED}, //~ FT006
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED},
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
