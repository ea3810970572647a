/* A pointer that is but another name of a static type says nothing that the type's own finding does not. */
#include <Python.h>

static PyTypeObject Spam_Type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.Spam"}; //~ ISO001
static PyTypeObject *p_Spam_Type;
static PyTypeObject *p_any_type; //~ ISO010

int
names_of_types(PyTypeObject *other)
{
    p_Spam_Type = &Spam_Type;
    p_any_type = &Spam_Type;
    if (other != NULL) {
        p_any_type = other;
    }
    return PyType_Ready(p_Spam_Type);
}
