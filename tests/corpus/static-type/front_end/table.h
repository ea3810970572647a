#include <Python.h>

typedef struct { PyObject_HEAD PyObject *item; } Bead;

#ifndef STRING_OF_BEADS
static void **bead_api;
#define Bead_Type (*(PyTypeObject *)bead_api[2])
#endif
