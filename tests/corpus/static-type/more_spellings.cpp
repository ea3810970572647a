// Type objects that are no plain variable of file scope.
#include <Python.h>

namespace {
PyTypeObject Anonymous_Type = {PyVarObject_HEAD_INIT(NULL, 0) "m.A"}; //~ ISO001
}

struct Pair {
    int count;
    PyTypeObject types[2];
};
static Pair pairs[2]; //~ ISO001
static PyTypeObject Unsized_Types[] = { //~ ISO001
    {PyVarObject_HEAD_INIT(NULL, 0) "m.U"},
};
static PyTypeObject First_Type, Second_Type; //~ ISO001 ISO001
static PyTypeObject *pointer = &First_Type, Third_Type; //~ ISO001 ISO022

extern "C" {
PyTypeObject Linked_Type = {PyVarObject_HEAD_INIT(NULL, 0) "m.L"}; //~ ISO001
}

extern PyTypeObject Declared_Type;
extern "C" PyTypeObject Declared_Too_Type;

PyTypeObject *get(int which)
{
    auto make = [] {
        static PyTypeObject In_Lambda_Type; //~ ISO001
        return &In_Lambda_Type;
    };
    PyTypeObject &reference = Second_Type;
    PyTypeObject *made = new PyTypeObject();
    return which ? make() : which > 1 ? made : which > 2 ? pointer : &reference;
}
