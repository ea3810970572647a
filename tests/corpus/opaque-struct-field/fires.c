/* By the declared type: parameters, locals, casts, results, fields, typedefs, members of members. */
#include <Python.h>
#include <frameobject.h>

typedef PyFrameObject Frame;
typedef struct {
    PyObject_HEAD
    struct _frame *frame;
} Holder;

static int
look(PyObject *self, PyFrameObject *param)
{
    Frame *local = PyEval_GetFrame();
    Holder *holder = (Holder *)self;
    int line = param->f_lineno; //~ ABI010
    line += local->f_lasti; //~ ABI010
    line += ((PyFrameObject *)self)->f_code == NULL; //~ ABI010
    line += PyEval_GetFrame()->f_back == NULL; //~ ABI010
    line += holder->frame->f_locals == NULL; //~ ABI010
    line += (int)sizeof(PyFrameObject); //~ ABI010
    line += (int)offsetof(PyFrameObject, f_globals); //~ ABI010
    return line;
}

void *keep[] = {look};
