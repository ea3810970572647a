#ifndef Py_BUILD_CORE_BUILTIN
#define Py_BUILD_CORE_MODULE 1
#endif
#include <Python.h>
#include "pycore_moduleobject.h"
#include "pycore_time.h"
#if PY_VERSION_HEX >= 0x030D0000
#include "pycore_long.h"
#endif
#include "clinic/_queue.c.h"

static struct PyModuleDef_Slot queue_slots[] = {
    {0, NULL},
};

static struct PyModuleDef queue_module = { //~ INIT005
    PyModuleDef_HEAD_INIT,
    .m_name = "_queue",
    .m_methods = queue_methods,
    .m_slots = queue_slots,
};

PyMODINIT_FUNC
PyInit__queue(void) //~ ABI020
{
    return PyModuleDef_Init(&queue_module);
}
