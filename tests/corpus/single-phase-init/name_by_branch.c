#include <Python.h>

/* The head of the init function stands in both branches, its body behind them. */

#define MODINIT_DEFINE(name) PyMODINIT_FUNC PyInit_##name(void)

static struct PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "spam",
    .m_size = 0,
};

#if defined(BUILD_STATIC)
MODINIT_DEFINE(static_spam)
#else
MODINIT_DEFINE(spam) //~ INIT001
#endif
{
    PyObject *module = PyModule_Create(&spam_module);
    if (module == NULL) {
        return NULL;
    }
    return module;
}
