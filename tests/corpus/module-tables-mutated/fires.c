#include <Python.h>

static PyMethodDef methods[] = { //~ ISO030
    {"spam", NULL, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef getters[] = {{NULL}}; //~ ISO030

static PyType_Spec spec = {"spam.Spam", 0, 0, Py_TPFLAGS_DEFAULT, NULL}; //~ ISO030

static PyStructSequence_Desc description = {"spam.result", NULL, NULL, 0}; //~ ISO030

static PyModuleDef definition = {PyModuleDef_HEAD_INIT, "spam"}; //~ ISO030

static void
set_doc(PyMethodDef *method)
{
    method->ml_doc = "by a helper";
}

static PyNumberMethods numbers; //~ ISO030

void
spam_document(void)
{
    methods[0].ml_doc = "another text";
    set_doc(methods);
    getters[0].doc = "text";
    spec.flags |= Py_TPFLAGS_BASETYPE;
    description.name = "spam.other";
    definition.m_doc = "text";
    numbers.nb_add = NULL;
}
