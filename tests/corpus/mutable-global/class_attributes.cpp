// Macros between `class` and its name.
#include <Python.h>

class MODULE_EXPORT Base
{
public:
    explicit Base(size_t n);
    size_t rows_;
    static int made;
};

class MODULE_EXPORT Derived final : public Base
{
public:
    Derived() : Base(1) { columns_ = 0; }
    void grow() { columns_ = columns_ * 2; }

private:
    size_t columns_;
};

int Base::made; //~ ISO020

Base::Base(size_t n) { rows_ = n; ++made; }

static PyMethodDef methods[] = {{nullptr}};
static PyModuleDef_Slot slots[] = {{0, nullptr}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "m", nullptr, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&module); }
