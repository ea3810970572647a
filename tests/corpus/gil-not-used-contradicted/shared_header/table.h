#include <Python.h>
static void **Table = NULL; //~ ISO020
static int uses; //~ ISO020
#define IMPORT_TABLE() (Table = (void **)PyCapsule_Import("a.table", 0))
static inline void count_use(void) { uses++; }
