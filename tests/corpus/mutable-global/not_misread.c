/* What stands in a function is no global, even where the beginning of the function is not understood. */
#include <Python.h>

BROKEN( static int
spam(int first
{
    int result = 0;
    result = other(first);
    result++;
    return result;
}

int eggs = 3; //~ ISO020

void
set_eggs(int value)
{
    eggs = value;
}
