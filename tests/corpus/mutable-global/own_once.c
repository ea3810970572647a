/* A once function of the project's own: what its callback sets is set once, and the guard is its own matter. */
#include <Python.h>

typedef struct { int ran; } spam_once_t;

static spam_once_t guard;
static long page_size;
static long also_set_later; //~ ISO020
static spam_once_t not_a_guard; //~ ISO020

void
spam_once(spam_once_t *once, void (*callback)(void)) //~ INIT017
{
    if (!once->ran) {
        callback();
        once->ran = 1;
    }
}

static void
find_page_size(void)
{
    page_size = 4096;
}

static void
find_more(void)
{
    also_set_later = 2;
}

static void
mark(spam_once_t *once)
{
    once->ran++;
}

static PyObject *
spam_size(PyObject *module, PyObject *unused)
{
    spam_once(&guard, find_page_size);
    spam_once(&guard, find_more);
    find_more();
    mark(&not_a_guard);
    return PyLong_FromLong(page_size + also_set_later);
}

static PyMethodDef spam_methods[] = {{"size", spam_size, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
