#ifndef SPAM_H
#define SPAM_H
#include <Python.h>
extern PyObject *shared;
#define SHARED_STATE (&state)
struct state { PyObject *first; int count; };
extern struct state state;
#endif
