#include <Python.h>

typedef struct { int eval_frame; } Settings;

void
choose(Settings *settings)
{
    settings->eval_frame = 1;
}

PyObject *
install(PyObject *self, PyObject *callback)
{
    PyObject *monitoring = PySys_GetObject("monitoring");
    return monitoring != NULL ? PyObject_CallMethod(monitoring, "register_callback", "iiO", 3, 1, callback) : NULL;
}
