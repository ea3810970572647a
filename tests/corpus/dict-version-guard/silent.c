#include <Python.h>

/* Before it was deprecated. */
uint64_t
tag(PyDictObject *dict)
{
#if PY_VERSION_HEX < 0x030C0000
    return dict->ma_version_tag;
#else
    return 0;
#endif
}

int
watch(int watcher, PyObject *dict)
{
    return PyDict_Watch(watcher, dict);
}
