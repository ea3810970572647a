#include <Python.h>

static PyStructSequence_Desc desc;
static PyTypeObject *Result_Type; //~ ISO012

int
create(void)
{
    Result_Type = PyStructSequence_NewType(&desc);
    return Result_Type ? 0 : -1;
}
