#include <Python.h>

static PyModuleDef def = {PyModuleDef_HEAD_INIT, "wrapped", nullptr, 0};

class Module {
  public:
    Module(PyModuleDef &d) : object(PyModule_Create(&d)) {}
    PyObject *borrow() const { return object; }

  private:
    PyObject *object;
};

extern "C" PyMODINIT_FUNC
PyInit_wrapped(void) //~ INIT001
{
    Module m(def);
    return m.borrow();
}
