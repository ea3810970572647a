#include "types.h"
PyTypeObject Shared_Type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.S"}; //~ ISO001
PyTypeObject *b(void) { return &InHeader_Type; }
