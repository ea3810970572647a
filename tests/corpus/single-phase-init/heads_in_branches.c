#include <Python.h>

#define INIT(name) PyMODINIT_FUNC PyInit_##name(void)

#if BUILD_STATIC
INIT(spam_static)
#else
INIT(spam) //~ INIT001
#endif
{
    static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, "spam"};
    return PyModule_Create(&spam_module);
}
