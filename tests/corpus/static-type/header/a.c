#include "types.h"
PyTypeObject Shared_Type; /* tentative: the other file initialises it */
PyTypeObject *a(void) { return &InHeader_Type; }
