#include <Python.h>

PyABIInfo_VAR(abi_info);

static PySlot slots[] = { //~ INIT005
    PySlot_STATIC_DATA(Py_mod_abi, &abi_info),
    PySlot_END
};

static PySlot *
PyModExport_export_slots(void) //~ INIT012
{
    return slots;
}
