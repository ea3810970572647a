#include <Python.h>
#include <stdatomic.h>

static atomic_int hits; //~ ISO020
static int by_builtin; //~ ISO020
static atomic_int never_changed;

int
spam(void)
{
    __atomic_add_fetch(&by_builtin, 1, __ATOMIC_SEQ_CST);
    return atomic_fetch_add(&hits, 1) + never_changed;
}
