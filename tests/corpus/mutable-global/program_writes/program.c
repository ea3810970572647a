#include "levels.h"

static void
more(void)
{
    level++;
    depth++;
}

int
main(void)
{
    more();
    return level;
}
