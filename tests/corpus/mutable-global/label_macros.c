/* Labels that macros make: the function around them stays one. */
#include <Python.h>

#define TARGET(op) case op
#define ENTRY(op) entry_ ## op
#define NEXT break

static int steps; //~ ISO020

static int
run(const unsigned char *pc, int top)
{
    int kept = 0;

    for (;;) {
        switch (*pc++) {
        TARGET(0):
        TARGET(1):
        TARGET(2): kept = top;
            NEXT;
        TARGET(3):
            {
                int value;

                value = top;
                top = kept;
                kept = value;
            }
            NEXT;
        default:
            goto entry_end;
        }
        steps++;
    }
ENTRY(end):
    return kept;
}

static PyObject *
f(PyObject *self, PyObject *arg)
{
    return PyLong_FromLong(run((const unsigned char *)PyBytes_AS_STRING(arg), 1));
}

static PyMethodDef methods[] = {{"f", f, METH_O, NULL}, {NULL}};
static PyModuleDef_Slot slots[] = {{0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "m", NULL, 0, methods, slots}; //~ INIT005

PyMODINIT_FUNC PyInit_m(void) { return PyModuleDef_Init(&module); }
