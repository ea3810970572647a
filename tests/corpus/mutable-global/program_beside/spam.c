#include <Python.h>

int core_init(void);
int core_use(int value);
extern unsigned char lower[256];

static PyObject *
spam_get(PyObject *module, PyObject *unused)
{
    return PyLong_FromLong(core_use(1) + lower[3]);
}

static int
spam_exec(PyObject *module)
{
    return core_init();
}

static PyMethodDef spam_methods[] = {{"get", spam_get, METH_NOARGS, NULL}, {NULL}};
static PyModuleDef_Slot spam_slots[] = {{Py_mod_exec, spam_exec}, {0, NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods, .m_slots = spam_slots}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
