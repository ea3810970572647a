#include <Python.h>

int
same(PyObject *dict, uint64_t before)
{
    return ((PyDictObject *)dict)->ma_version_tag == before; //~ MUT014
}

/* A warning: not in the versions that have none. */
uint64_t
tag(PyDictObject *dict)
{
#if PY_VERSION_HEX < 0x030E0000
    return dict->ma_version_tag; //~ MUT014
#else
    return 0;
#endif
}
