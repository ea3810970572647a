#include <Python.h>

void rt_begin(void);
int rt_step(void);
