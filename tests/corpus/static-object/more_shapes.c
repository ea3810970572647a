#include <Python.h>

typedef struct {
    PyObject_VAR_HEAD
    int items[4];
} Sized;

typedef struct {
    PyObject ob_base;
    int value;
} Written_Out;

struct deep { Sized inner; };

static Sized sized; //~ ISO003
static Written_Out written_out = {PyObject_HEAD_INIT(NULL) 3}; //~ ISO003
static struct deep nested; //~ ISO003
static PyVarObject variable; //~ ISO003
Written_Out external; //~ ISO003
static PyDateTime_Delta utc_timezone; //~ ISO003
static PyFloatObject zero; //~ ISO003
static Written_Out declared_before;
static Written_Out declared_before = {PyObject_HEAD_INIT(NULL) 4}; //~ ISO003
static Written_Out one, *pointer, pair[2]; //~ ISO003 ISO003 ISO010

void *
get(int i)
{
    static Written_Out local; //~ ISO003
    Written_Out automatic = {0};
    pointer = NULL;
    if (automatic.value) {
        return &sized;
    }
    return i == 1 ? (void *)&local : i == 2 ? (void *)&one : i == 3 ? (void *)pair : i == 4 ? (void *)&written_out
        : i == 5 ? (void *)&variable : i == 6 ? (void *)&zero : i == 7 ? (void *)&declared_before
        : i == 8 ? (void *)&nested : i == 9 ? (void *)&utc_timezone : (void *)pointer;
}
