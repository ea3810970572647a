#include "spam.h"

PyObject *shared; //~ ISO010
struct state state; //~ ISO015
static PyObject *private_to_spam;

PyObject *
get(void)
{
    return private_to_spam;
}
