#include <Python.h>

typedef struct {
    PyObject_HEAD
    int value;
} Spam;

typedef struct {
    Spam base;
    int more;
} Eggs;

static PyObject sentinel = {PyObject_HEAD_INIT(&PyBaseObject_Type)}; //~ ISO003
static Spam one_spam; //~ ISO003
static Eggs two_eggs[2]; //~ ISO003

PyObject *get_sentinel(void) { return &sentinel; }
PyObject *get_spam(void) { return (PyObject *)&one_spam; }
PyObject *get_eggs(void) { return (PyObject *)&two_eggs[1]; }
