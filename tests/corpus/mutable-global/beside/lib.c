#include "lib.h"

static int steps; //~ ISO020

int
lib_step(void)
{
    return ++steps;
}

#ifdef LIB_MAIN
/* A program where somebody wants one: here it is not. */
int
main(void)
{
    return lib_step();
}
#endif
