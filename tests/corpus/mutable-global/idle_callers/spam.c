#include <Python.h>
#include "library.h"

static int unused_static; //~ ISO020
static int unused_extern; //~ ISO020
static int guarded; //~ ISO020
static int guarded_too; //~ ISO020
static int guarded_by_system; //~ ISO020
static int mixed; //~ ISO020

FEATURE(fast, SPAM_FAST) //~ ISO020

static int write_static(void) { return unused_static = 1; }
int write_extern(void) { return unused_extern = 1; } //~ INIT017

static inline int write_guarded(void) { return ++guarded; }
int write_guarded_too(void) { return ++guarded_too; } //~ INIT017
static int write_by_system(void) { return ++guarded_by_system; }
static int write_mixed(int to) { return mixed += to; }

static PyObject *
spam_run(PyObject *module, PyObject *unused)
{
    long sum = 0;
#ifdef SPAM_FAST_PATHS
    sum += write_guarded() + write_guarded_too() + write_mixed(1);
#endif
#ifdef SPAM_FAST
    sum += has_fast();
#endif
#ifdef _WIN32
    sum += write_by_system();
#endif
    log_level(1);
    reset_filters();
    WITH_TOPIC("spam");
    return PyLong_FromLong(sum + guarded + guarded_too + guarded_by_system + mixed + unused_static + unused_extern);
}

static PyMethodDef spam_methods[] = {{"run", spam_run, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};

static void on_level(int level) { (void)level; }

static int
spam_exec(PyObject *module)
{
    set_level(1, on_level);
    write_mixed(2);
    return 0;
}

static PyModuleDef_Slot spam_slots[] = {{Py_mod_exec, spam_exec}, {0, NULL}};
static struct PyModuleDef spam_module = { //~ INIT005
    PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods, .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
