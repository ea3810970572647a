#include <Python.h>

#define ADD(module, name, expr) /*~ ABI006 */ \
    do {                                                                                                               \
        PyObject *made = (expr);                                                                                       \
        if (made == nullptr || PyModule_AddObject((module), (name), made) < 0) {                                       \
            return -1;                                                                                                 \
        }                                                                                                              \
    } while (0)

namespace spam {
class Table {
  public:
    int fill(PyObject *module)
    {
        ADD(module, "table", PySet_New(nullptr)); //~ INIT016
        return 0;
    }
};
}
