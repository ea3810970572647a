#include <Python.h>
extern int buffer_size;
int open_handle(int size);
