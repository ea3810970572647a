#include <Python.h>

extern int written_elsewhere;
extern int read_elsewhere;
void fill(double *target);

static inline int
header_count(void)
{
    static int count; //~ ISO021
    return ++count;
}
