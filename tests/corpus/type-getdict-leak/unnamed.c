#include <Python.h>

Py_ssize_t
count(PyTypeObject *type)
{
    return PyDict_Size(PyType_GetDict(type)); //~ HT015
}

/* Only read through another name. */
void keep(PyObject *);

void
handed_on(PyTypeObject *type)
{
    keep(PyType_GetDict(type));
}

#if PY_VERSION_HEX < 0x030C0000
/* Not that function. */
static inline PyObject *
dict_of(PyTypeObject *type)
{
    return type->tp_dict;
}
#endif
