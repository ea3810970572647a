/* What the message calls each variable. */
#include <Python.h>
#include <dlfcn.h>
#include <stdint.h>

typedef struct block { struct block *next; double data[4]; } block;

static unsigned long calls; //~ ISO020
static int initialized; //~ ISO020
static char message[128]; //~ ISO020
static block *free_blocks; //~ ISO020
static int debug_level; //~ ISO020
static void *handle; //~ ISO020
static void *capsule_api; //~ ISO020
static int (*saved_hook)(void); //~ ISO020
static PyThreadState *saved_state; //~ ISO020
static PyInterpreterState *saved_interpreter; //~ ISO020
static PyThread_type_lock lock; //~ ISO023
static _Atomic int atomic_count;
static _Thread_local int thread_count;
static double factor = 1.5; //~ ISO020
static int64_t last_id = -1; //~ ISO020
static block blocks[8]; //~ ISO020
static FILE *log_file; //~ ISO020
static Py_ssize_t total; //~ ISO020
static unsigned flags; //~ ISO020

static int
my_hook(void)
{
    return saved_hook ? saved_hook() : 0;
}

static PyObject *
set_level(PyObject *self, PyObject *arg)
{
    debug_level = (int)PyLong_AsLong(arg);
    factor = PyFloat_AsDouble(arg);
    Py_RETURN_NONE;
}

static PyObject *
run(PyObject *self, PyObject *arg)
{
    block *item = free_blocks;
    calls++;
    total += PyObject_Size(arg);
    flags |= 4;
    if (!initialized) {
        initialized = 1;
        handle = dlopen("libm.so", 0);
        capsule_api = PyCapsule_Import("spam._api", 0);
        lock = PyThread_allocate_lock();
        saved_hook = PyOS_InputHook;
        PyOS_InputHook = my_hook;
        saved_state = PyThreadState_Get();
        saved_interpreter = PyInterpreterState_Get();
        log_file = fopen("log", "w");
    }
    free_blocks = item ? item->next : NULL;
    blocks[3].data[1] = factor;
    PyOS_snprintf(message, sizeof(message), "%d", debug_level);
    atomic_count++;
    thread_count--;
    last_id = PyInterpreterState_GetID(saved_interpreter);
    return PyUnicode_FromString(message);
}

static PyMethodDef methods[] = {
    {"set_level", set_level, METH_O, NULL},
    {"run", run, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "classes", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_classes(void)
{
    return PyModuleDef_Init(&module);
}
