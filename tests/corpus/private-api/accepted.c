/* Private by their names, but the manual or the public headers lead to them. */
#include <Python.h>

void
use(void)
{
    (void)PyUnstable_Module_SetGIL;
    (void)_PyArg_ParseTupleAndKeywords_SizeT; //~ ABI004
    (void)_PyArg_ParseTuple_SizeT; //~ ABI004
    (void)_PyBytes_Resize;
    (void)_PyCFunctionFastWithKeywords_CAST;
    (void)_PyCFunctionFast_CAST;
    (void)_PyCFunction_CAST;
    (void)_PyFrameEvalFunction;
    (void)_PyInterpreterState_GetEvalFrameFunc;
    (void)_PyInterpreterState_SetEvalFrameFunc;
    (void)_PyObject_CAST;
    (void)_PyObject_EXTRA_INIT;
    (void)_PyObject_GC_NewVar;
    (void)_PyObject_GetDictPtr;
    (void)_PyObject_New;
    (void)_PyObject_NewVar;
    (void)_PyTuple_Resize;
    (void)_PyType_CAST;
    (void)_PyVarObject_CAST;
    (void)_Py_ALIGNED_DEF;
    (void)_Py_BuildValue_SizeT; //~ ABI004
    (void)_Py_CAST;
    (void)_Py_DEC_REFTOTAL; //~ ABI004
    (void)_Py_Dealloc;
    (void)_Py_EllipsisObject;
    (void)_Py_FalseStruct;
    (void)_Py_INC_REFTOTAL; //~ ABI004
    (void)_Py_NULL;
    (void)_Py_NoneStruct;
    (void)_Py_NotImplementedStruct;
    (void)_Py_RVALUE;
    (void)_Py_RefTotal; //~ ABI004
    (void)_Py_STATIC_CAST;
    (void)_Py_TrueStruct;
    (void)_Py_XSTRINGIFY;
    (void)_Py_c_abs;
    (void)_Py_c_diff;
    (void)_Py_c_neg;
    (void)_Py_c_pow;
    (void)_Py_c_prod;
    (void)_Py_c_quot;
    (void)_Py_c_sum;
    (void)_Py_funcptr_t;
    (void)_Py_thread_local;
}
