#include <Python.h>
#include <unistd.h>

PyObject *
sets_error(int fd, char *buffer, size_t size)
{
    ssize_t got;
    Py_BEGIN_ALLOW_THREADS
    got = read(fd, buffer, size);
    if (got < 0) {
        PyErr_SetFromErrno(PyExc_OSError); //~ FT012
    }
    Py_END_ALLOW_THREADS
    return got < 0 ? NULL : PyLong_FromSsize_t(got);
}

int
leaves(int fd, char *buffer, size_t size)
{
    Py_BEGIN_ALLOW_THREADS
    if (read(fd, buffer, size) < 0) {
        return -1; //~ FT012
    }
    Py_END_ALLOW_THREADS
    return 0;
}

int
jumps(int fd, char *buffer, size_t size)
{
    int result = -1;
    Py_BEGIN_ALLOW_THREADS
    if (read(fd, buffer, size) < 0) {
        goto out; //~ FT012
    }
    result = 0;
    Py_END_ALLOW_THREADS
out:
    return result;
}

/* Attached for a moment only. */
char *
allocates(int fd, size_t size)
{
    char *buffer = NULL;
    Py_BEGIN_ALLOW_THREADS
    for (int i = 0; i < 3; i++) {
        Py_BLOCK_THREADS
        buffer = PyMem_Realloc(buffer, size);
        Py_UNBLOCK_THREADS
        if (buffer == NULL) {
            PyErr_NoMemory(); //~ FT012
            break;
        }
    }
    Py_END_ALLOW_THREADS
    return buffer;
}
