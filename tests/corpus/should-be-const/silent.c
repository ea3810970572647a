#include <Python.h>

#include <string.h>

void unknown(int *);

static const int constant = 3;
static const char *const names[] = {"a", "b"};
static int written = 1; //~ ISO020
static int filled[4] = {1, 2, 3, 4}; //~ ISO020
static int handed_out[2] = {1, 2};
static volatile int watched = 1;
static int written_in_another_configuration = 1;
static int read_by_nobody = 1;
static int through_an_alias[2] = {1, 2}; //~ ISO020
int seen_by_the_linker = 1;
static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};
static PyMutex lock = {0}; //~ ISO023

int
spam(int i)
{
    int *alias = through_an_alias;
    written = i;
    memset(filled, 0, sizeof filled);
    unknown(handed_out);
    alias[0] = 2;
#ifdef PYPY_VERSION
    written_in_another_configuration = 2;
#endif
    return constant + names[i][0] + written + filled[i] + handed_out[i] + watched + written_in_another_configuration
        + through_an_alias[i] + seen_by_the_linker + methods[0].ml_flags;
}
