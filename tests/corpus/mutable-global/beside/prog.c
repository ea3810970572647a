#include "lib.h"

static int verbose;

int
main(int argc, char **argv)
{
    verbose = argc > 1;
    report(lib_step() + verbose);
    return 0;
}
