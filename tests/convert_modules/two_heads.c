/* One body for Python 2 and Python 3. */
#include <Python.h>

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

#if PY_MAJOR_VERSION > 2
static struct PyModuleDef two_headsmodule = {
   PyModuleDef_HEAD_INIT,
   "two_heads",      // name of module
   NULL,             // module documentation, may be NULL
   -1,               // size of per-interpreter state of the module, or -1
   methods
};
#endif

#if PY_MAJOR_VERSION > 2
PyMODINIT_FUNC PyInit_two_heads(void)
#else
PyMODINIT_FUNC inittwo_heads(void)
#endif
{
   PyObject *module = NULL;

#if PY_MAJOR_VERSION > 2
   if ((module = PyModule_Create(&two_headsmodule)) == NULL)
      return NULL;
#else
   if ((module = Py_InitModule3("two_heads", methods, NULL)) == NULL)
      return;
#endif

   if (PyModule_AddIntConstant(module, "HEADS", 2) < 0) {
#if PY_MAJOR_VERSION > 2
      return NULL;
#else
      return;
#endif
   }

#if PY_MAJOR_VERSION > 2
   return module;
#else
   return;
#endif
}
