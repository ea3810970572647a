#include "spam.h"

static PyObject *private_to_spam; //~ ISO010

void
set(PyObject *value)
{
    shared = value;
    private_to_spam = value;
    SHARED_STATE->first = value;
}
