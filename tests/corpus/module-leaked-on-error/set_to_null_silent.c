/* Where no module is there yet, NULL is the right value. */
#include <Python.h>

static PyModuleDef set_to_null_silent_module = {PyModuleDef_HEAD_INIT, .m_name = "set_to_null_silent"};
static int prepare(void);

PyMODINIT_FUNC
PyInit_set_to_null_silent(void) //~ INIT001
{
    PyObject *m = NULL;
    if (prepare() < 0)
        goto error;
    m = PyModule_Create(&set_to_null_silent_module);
    return m;
  error:
    m = NULL;
    return m;
}
