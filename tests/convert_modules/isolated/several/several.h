#ifndef SEVERAL_H
#define SEVERAL_H

typedef struct {
    PyObject_HEAD
    PyObject *text;
} LabelObject;

extern PyTypeObject Label_Type;

PyObject *new_label(const char *text);
int add_label(PyObject *module);

#endif
