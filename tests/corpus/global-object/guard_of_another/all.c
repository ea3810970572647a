/* For a program that holds both modules. */
#include <Python.h>
#include "once.c"
#include "twice.c"
