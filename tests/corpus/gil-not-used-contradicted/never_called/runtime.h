#include <Python.h>
extern PyObject *empty;
int Runtime_Start(void);
int Runtime_Again(void);
PyObject *Runtime_Empty(void);
