/* A `typedef` that names nothing makes no type: structs without a name are no type objects. One with a name does. */
#include <Python.h>

#ifdef Py_LIMITED_API
typedef struct _typeobject { int dummy; };
#endif
typedef struct _typeobject;
typedef enum { SPAM_A, SPAM_B };
typedef struct _typeobject spam_type;

static spam_type Spam_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "spam.Spam"}; //~ ISO001

static double
spam_sum(void)
{
    static const struct { int n; double x; } terms[] = {{1, -171996.0}, {2, 2062.0}};
    static const struct { int n; } one = {1};
    return terms[0].x + terms[1].n + one.n;
}

static PyObject *
spam_get(PyObject *module, PyObject *unused)
{
    return PyFloat_FromDouble(spam_sum());
}

static PyMethodDef spam_methods[] = {{"get", spam_get, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
