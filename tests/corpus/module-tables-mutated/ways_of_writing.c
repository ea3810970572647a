#include <Python.h>
#include <string.h>

static PyMethodDef copied_over[2]; //~ ISO030
static PyMemberDef members[2]; //~ ISO030
static PyType_Slot slots[3] = {{0, NULL}}; //~ ISO030
static PyModuleDef_Slot module_slots[3] = {{0, NULL}}; //~ ISO030
static PySequenceMethods sequence; //~ ISO030
static PyMappingMethods mapping; //~ ISO030
static PyAsyncMethods async; //~ ISO030
static PyBufferProcs buffer; //~ ISO030
static PyStructSequence_Field fields[2]; //~ ISO030
static PyType_Spec by_macro; //~ ISO030
static PyMethodDef *pointer = copied_over; //~ ISO020
static char *keywords[] = {"a", NULL}; //~ ISO030
static PyMethodDef never_written[] = {{NULL, NULL, 0, NULL}};
static struct PyMethodDef tagged[2]; //~ ISO030

#define SET_FLAGS(spec) ((spec).flags = Py_TPFLAGS_DEFAULT)

PyObject *
spam(PyObject *self, PyObject *args, PyObject *kwargs)
{
    PyMemberDef *member = members;
    PyObject *a;
    memcpy(copied_over, never_written, sizeof(never_written));
    member->name = "x";
    (member + 1)->offset = 8;
    slots[1].pfunc = (void *)spam;
    module_slots[0].slot = Py_mod_exec;
    sequence.sq_length = PyObject_Size;
    mapping.mp_length = PyObject_Size;
    async.am_iter = PyObject_GetIter;
    memset(&buffer, 0, sizeof(buffer));
    fields[0].name = "n";
    SET_FLAGS(by_macro);
    pointer++;
    keywords[0] = "b";
    tagged[0].ml_flags |= METH_STATIC;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O", keywords, &a)) {
        return NULL;
    }
    return NULL;
}
