#include <Python.h>

int
shared_helper(int x)
{
    return x + 1;
}
