/* A struct sequence cannot be initialised twice. */
#include <Python.h>

static struct PyModuleDef def = {PyModuleDef_HEAD_INIT, "refused_sequence", NULL, -1, NULL};
static PyTypeObject Pair;
static PyStructSequence_Field fields[] = {{"a", NULL}, {NULL, NULL}};
static PyStructSequence_Desc desc = {"refused_sequence.Pair", NULL, fields, 1};

PyMODINIT_FUNC PyInit_refused_sequence(void)
{
    PyObject *m = PyModule_Create(&def);
    if (m == NULL)
        return NULL;
    PyStructSequence_InitType(&Pair, &desc);
    return m;
}
