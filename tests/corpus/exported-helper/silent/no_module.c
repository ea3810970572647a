#include <Python.h>

int
of_no_module(int x)
{
    return x + 1;
}
