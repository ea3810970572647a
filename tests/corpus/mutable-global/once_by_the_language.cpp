// What an initialiser of a static variable calls runs once, and so does what a primitive of any library gets; a function
// that is called elsewhere as well does not.
#include <Python.h>

static long by_local, by_lambda, by_local_lambda, by_library;
static long by_both; //~ ISO020
static long by_automatic; //~ ISO020
static long by_thread; //~ ISO020
static ours::once_flag flag;

static int fill_local() { by_local = 1; return 1; }
static int fill_both() { by_both = 1; return 1; }
static int fill_automatic() { by_automatic++; return 1; }
static int fill_thread() { by_thread++; return 1; }

static const bool done = [] { by_lambda = 2; return true; }();

static PyObject *
spam_get(PyObject *module, PyObject *unused)
{
    static const int filled = fill_local();
    static const int again = [] { by_local_lambda = 3; return 1; }();
    static const int both = fill_both();
    static thread_local int each = fill_thread();
    int now = fill_automatic();
    ours::call_once(flag, [] { by_library = 4; });
    return PyLong_FromLong(filled + again + both + each + now + done);
}

static PyObject *
spam_fill(PyObject *module, PyObject *unused)
{
    return PyLong_FromLong(fill_both());
}

static PyMethodDef spam_methods[] = {
    {"get", spam_get, METH_NOARGS, NULL},
    {"fill", spam_fill, METH_NOARGS, NULL},
    {NULL},
};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
