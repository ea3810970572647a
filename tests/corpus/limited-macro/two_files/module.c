#define Py_LIMITED_API 0x030A0000
#include <Python.h>
#include "part.h"

static PyModuleDef_Slot slots[] = {{0, NULL}};
static PyModuleDef def = /*~ INIT005 */ {PyModuleDef_HEAD_INIT, "module", NULL, 0, NULL, slots};

PyMODINIT_FUNC
PyInit_module(void) //~ INIT013
{
    part();
    return PyModuleDef_Init(&def);
}
