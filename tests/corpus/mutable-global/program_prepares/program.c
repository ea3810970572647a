#include "levels.h"

static void
again(int count)
{
    while (count--) {
        prepare(count);
        tune(count);
    }
}

int
main(int argc, char **argv)
{
    again(argc);
    return base_level();
}
