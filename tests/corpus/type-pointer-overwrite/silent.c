#include <Python.h>

typedef struct { PyObject_HEAD int size; } Box;

static PyTypeObject Box_Type = {PyVarObject_HEAD_INIT(NULL, 0).tp_name = "spam.Box"}; //~ ISO001

/* A back-port; what it gets is judged where it is called. */
static inline void
my_SET_TYPE(PyObject *ob, PyTypeObject *type)
{
    ob->ob_type = type; //~ ABI013
}

/* Memory that becomes an object. */
PyObject *
box_new(void)
{
    Box *box = (Box *)PyObject_Malloc(sizeof(Box));
    if (box == NULL) {
        return PyErr_NoMemory();
    }
    Py_SET_TYPE((PyObject *)box, &Box_Type);
    Py_SET_REFCNT((PyObject *)box, 1);
    return (PyObject *)box;
}

/* A type gets its metaclass. */
int
box_ready(PyTypeObject *meta)
{
    Py_SET_TYPE(&Box_Type, meta);
    my_SET_TYPE((PyObject *)&Box_Type, meta);
    return PyType_Ready(&Box_Type);
}
