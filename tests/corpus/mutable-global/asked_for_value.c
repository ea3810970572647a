/* A macro that nothing defines is 0 in `#if`: what is there only where it is something else is no usual build. A
   constant of a header that code uses where it is defined is no such switch. */
#include <Python.h>
#include <signal.h>

#if 0 == MY_DEBUG
#define DEBUG()
#else
int verbosity = MY_DEBUG; //~ ISO020 INIT017
#define DEBUG() verbosity = 3
#endif

#if MY_LEVEL
static int level = MY_LEVEL; //~ ISO020
#define LEVEL() level++
#else
#define LEVEL()
#endif

#if MY_TRACE != 0
static int traces = MY_TRACE; //~ ISO020
#define TRACE() traces++
#else
#define TRACE()
#endif

#ifdef SPAM_SIGNAL
static int signals; //~ ISO020
#define SIGNAL() signals = SPAM_SIGNAL
#else
#define SIGNAL()
#endif

static PyObject *
spam_get(PyObject *module, PyObject *unused)
{
    DEBUG();
    LEVEL();
    TRACE();
    SIGNAL();
    Py_RETURN_NONE;
}

static PyMethodDef spam_methods[] = {{"get", spam_get, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
