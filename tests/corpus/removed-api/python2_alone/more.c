#include <Python.h>

/* Another file with such a module, and more functions than the first. */
static int one(void) { return 1; }
static int two(void) { return one() + 1; }
static int three(void) { return two() + one(); }
static int four(void) { return three() + one(); }

PyMODINIT_FUNC
initmore(void)
{
    if (four() == 4) {
        Py_InitModule("more", NULL);
    }
}
