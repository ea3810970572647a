/* A function in one branch, an empty macro of the same name in the other. */
#include <Python.h>

#if PY_VERSION_HEX < 0x030b0000
static unsigned long version = 0; //~ ISO020
static void init_version(void);
#else
#define init_version()
#endif

#if PY_VERSION_HEX < 0x030b0000
void init_version(void) { //~ INIT017
    if (version == 0) {
        version = strtoul(Py_GetVersion(), NULL, 10);
    }
}
#endif

static unsigned long
get_version(void)
{
#if PY_VERSION_HEX < 0x030b0000
    return version;
#else
    return Py_Version;
#endif
}

static int
exec(PyObject *m)
{
    init_version();
    return PyModule_AddIntConstant(m, "version", (long)get_version());
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, exec}, {0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "m", NULL, 0, NULL, slots}; //~ INIT005

PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&module); }
