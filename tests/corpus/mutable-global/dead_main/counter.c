/* No build has this `main`: the file is no program, and what it holds is the extension's. */
#include <Python.h>

static int counter; //~ ISO020

int
next_number(void)
{
    return ++counter;
}

#if PY_VERSION_HEX < 0x03000000
int
main(void)
{
    return next_number();
}
#endif
