#include "levels.h"

static int base[2]; //~ ISO020
static int step = 1; //~ ISO020

/* The extension calls it when it is loaded. That the program calls it again is of another process. */
void
prepare(int from)
{
    base[0] = from;
    base[1] = from + 1;
}

/* Only the program calls it. */
void
tune(int by)
{
    step = by;
}

int
base_level(void)
{
    return base[0] + base[1] * step;
}
