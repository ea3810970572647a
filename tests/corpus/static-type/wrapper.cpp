/* Written by SWIG: a macro among the specifiers, the type of the function on the line before its name. */
#include <Python.h>

#define UNUSED __attribute__((unused))
#define INTERN static UNUSED

INTERN PyTypeObject*
pointer_type(void)
{
    static PyTypeObject pointer; //~ ISO001
    static int ready = 0; //~ ISO021
    if (!ready) {
        const PyTypeObject tmp = {PyVarObject_HEAD_INIT(NULL, 0) "wrapper.pointer", sizeof(PyObject)};
        pointer = tmp;
        ready = 1;
        if (PyType_Ready(&pointer) != 0) {
            return NULL;
        }
    }
    return &pointer;
}

INTERN PyTypeObject*
borrowed_type(void)
{
    return &PyBaseObject_Type;
}
