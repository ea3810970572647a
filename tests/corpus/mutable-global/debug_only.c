/* Written in debug and test builds only, or in one configuration of two. */
#include <Python.h>

static int in_debug;
static int in_ref_debug;
static int in_test;
static int in_assertions; //~ ISO020
static int in_release; //~ ISO020

void
spam(void)
{
#ifdef Py_DEBUG
    in_debug++;
#endif
#if defined(Py_REF_DEBUG) && PY_VERSION_HEX >= 0x030C0000
    in_ref_debug++;
#endif
#ifdef SPAM_RUN_TEST
    in_test++;
#endif
#ifndef NDEBUG
    in_assertions++;
#endif
#ifndef Py_DEBUG
    in_release++;
#endif
}

int
sum(void)
{
    return in_debug + in_ref_debug + in_test + in_assertions + in_release;
}
