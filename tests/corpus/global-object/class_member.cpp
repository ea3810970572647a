#include <Python.h>

namespace spam {

struct Term {
    static PyTypeObject *TypeObject;
    static PyObject *cache;
    static int instances;
    static bool Ready();
};

PyTypeObject *Term::TypeObject = nullptr; //~ ISO012
PyObject *Term::cache = nullptr; //~ ISO010
int Term::instances = 0; //~ ISO020

static PyType_Spec spec = {};

bool
Term::Ready()
{
    TypeObject = reinterpret_cast<PyTypeObject *>(PyType_FromSpec(&spec));
    Term::cache = PyDict_New();
    ++instances;
    return TypeObject != nullptr;
}

}  // namespace spam
