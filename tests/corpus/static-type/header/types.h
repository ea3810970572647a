#include <Python.h>
extern PyTypeObject Shared_Type;
static PyTypeObject InHeader_Type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.H"}; //~ ISO001
