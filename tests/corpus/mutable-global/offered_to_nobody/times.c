#include "times.h"

static struct times shared; //~ ISO020
static long last; //~ ISO020

struct times *times_into(const long *seconds, struct times *out)
{
    last = *seconds;
    return out;
}

/* A header offers it, and nobody takes it. */
struct times *times_shared(const long *seconds)
{
    shared.year = (int)*seconds;
    return &shared;
}
