// A module made by a binding library: its body runs on import, its lambdas later.
#include <pybind11/pybind11.h>

static int counter; //~ ISO020
static int set_on_import; //~ ISO020
static PyObject *cached; //~ ISO010
static int captured = 2; //~ ISO022
static const int limit = 3;

static void prepare() { set_on_import = 2; }

PYBIND11_MODULE(_spam, m)
{
    int captured_too = captured;
    int local = 0;
    prepare();
    m.def("count", [](int by) {
        counter += by;
        return counter + limit;
    });
    m.def("cached", [&local, captured_too]() {
        local = captured_too;
        int counter = local;
        counter++;
        if (cached == nullptr) {
            cached = PyDict_New();
        }
        return cached;
    });
}
