#include <Python.h>
#include <unistd.h>

typedef struct { PyObject_HEAD PyObject *bytes; } Box;

PyObject *
reads(Box *self, int fd)
{
    ssize_t got;
    Py_BEGIN_ALLOW_THREADS
    /* Only reads a field. */
    got = read(fd, PyBytes_AS_STRING(self->bytes), PyBytes_GET_SIZE(self->bytes)); //~ MUT013
    Py_END_ALLOW_THREADS
    if (got < 0) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    return PyLong_FromSsize_t(got);
}

int
attaches(int fd, char *buffer, size_t size)
{
    Py_BEGIN_ALLOW_THREADS
    if (read(fd, buffer, size) < 0) {
        Py_BLOCK_THREADS
        PyErr_SetFromErrno(PyExc_OSError);
        return -1;
    }
    Py_END_ALLOW_THREADS
    return 0;
}

/* Another way to attach, and an allocator that needs no thread state. */
void
ensures(PyObject *callback)
{
    Py_BEGIN_ALLOW_THREADS
    void *memory = PyMem_RawMalloc(10);
    PyGILState_STATE state = PyGILState_Ensure();
    Py_XDECREF(PyObject_CallNoArgs(callback));
    PyGILState_Release(state);
    PyMem_RawFree(memory);
    Py_END_ALLOW_THREADS
}

int
loops(int fd, char *buffer)
{
    int got;
    Py_BEGIN_ALLOW_THREADS
    do {
        got = read(fd, buffer, 1);
        if (got == 0) {
            break;
        }
    } while (got < 0);
    Py_END_ALLOW_THREADS
    return got;
}
