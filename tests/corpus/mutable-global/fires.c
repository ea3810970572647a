#include <Python.h>
#include <string.h>

typedef struct node {
    struct node *next;
} node;

static int depth; //~ ISO020
static int initialized = 0; //~ ISO020
static char buffer[256]; //~ ISO020
static double grid[2][3]; //~ ISO020
static node *free_list; //~ ISO020
static int (*hook)(void); //~ ISO020
static void *library; //~ ISO020
static struct { int verbose; } settings; //~ ISO020
static unsigned long long read_by_scanf; //~ ISO020
static int level; //~ ISO020
static char table[16]; //~ ISO020
static char unknown[16]; //~ ISO020

#define STEP_LEVEL() (level += 1)

int unknown_function(char *);

static void
setup_table(char *target)
{
    for (int i = 0; i < 16; i++) {
        target[i] = (char)i;
    }
}

PyObject *
spam(PyObject *self, PyObject *args)
{
    node *item = free_list;
    depth++;
    initialized = 1;
    memset(buffer, 0, sizeof buffer);
    grid[1][2] = 0.5;
    free_list = item->next;
    hook = (int (*)(void))PyCapsule_Import("spam.hook", 0);
    library = PyCapsule_Import("spam.library", 0);
    settings.verbose = 1;
    if (sscanf("12", "%llu", &read_by_scanf) != 1) {
        return NULL;
    }
    STEP_LEVEL();
    setup_table(table);
    unknown_function(unknown);
    return PyLong_FromLong(unknown[0] + table[1]);
}
