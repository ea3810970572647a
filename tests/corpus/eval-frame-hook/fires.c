#include <Python.h>

extern PyObject *my_eval(PyThreadState *state, struct _PyInterpreterFrame *frame, int exc); //~ ABI004

void
install(void)
{
#if PY_VERSION_HEX >= 0x03090000
    _PyInterpreterState_SetEvalFrameFunc(PyInterpreterState_Get(), my_eval); //~ MUT012
#endif
}

void
install_old(PyInterpreterState *interp, _PyFrameEvalFunction eval)
{
    interp->eval_frame = eval; //~ MUT012 ABI010
}
