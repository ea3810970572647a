static int steps; //~ ISO020

#include "part.c"

int
core_step(void)
{
    return ++steps + part_step();
}
