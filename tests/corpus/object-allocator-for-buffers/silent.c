#include <Python.h>

typedef struct { PyObject_HEAD int size; } Box;

PyObject *
object(PyTypeObject *type)
{
    Box *box = (Box *)PyObject_Malloc(sizeof(Box));
    if (box == NULL) {
        return PyErr_NoMemory();
    }
    return PyObject_Init((PyObject *)box, type);
}

/* What it becomes is not seen. */
void *
any(size_t size)
{
    void *memory = PyObject_Malloc(size);
    return memory;
}

char *
buffer(size_t size)
{
    char *out = PyMem_Malloc(size);
    return out;
}

/* With the GIL the allocators are one. */
char *
with_gil(size_t size)
{
#ifdef Py_GIL_DISABLED
    char *out = PyMem_Malloc(size);
#else
    char *out = PyObject_Malloc(size);
#endif
    return out;
}
