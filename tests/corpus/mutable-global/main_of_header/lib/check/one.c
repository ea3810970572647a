#include "frame.h"

int repeats;
static int checked;

void check(void)
{
    repeats++;
    checked++;
}
