/* The field stands in an argument of a macro. */
#include <Python.h>

#define SHOW(slot)                                     \
    if (slot) {                                        \
        int result = visit((PyObject *)(slot), arg);   \
        if (result) {                                  \
            return result;                             \
        }                                              \
    }

int
each(PyObject *object, visitproc visit, void *arg)
{
    PyCodeObject *code = (PyCodeObject *)object;
    SHOW(code->co_name);
    SHOW(code->co_code); //~ ABI011
    return 0;
}
