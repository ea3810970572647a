#include "shared.h"

static int same_name; //~ ISO020

void
fill(double *target)
{
    target[1] = 2.0;
}

int
eggs(void)
{
    written_elsewhere = 1;
    same_name = 2;
    header_count();
    return read_elsewhere;
}
