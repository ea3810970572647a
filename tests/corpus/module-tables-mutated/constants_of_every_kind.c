/* Each import writes the same values; what hangs on an object or an argument is another matter. */
#include <Python.h>

PyDoc_STRVAR(one_doc, "gives one");
static PyObject *one(PyObject *module, PyObject *none) { return PyLong_FromLong(1); }
static const char *const texts[] = {"gives one", "gives two"};
static PyMethodDef by_literal[3]; //~ ISO030
static PyMethodDef by_text[] = {{"one", one, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}}; //~ ISO030
static PyMethodDef by_item[] = { //~ ISO030
    {"one", one, METH_NOARGS, NULL}, {"two", one, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}
};
static PyMethodDef by_argument[] = {{"one", one, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}}; //~ ISO030
static PyType_Slot text_slots[] = {{Py_tp_base, NULL}, {Py_tp_doc, NULL}, {0, NULL}}; //~ ISO030
static PyType_Spec text_spec = {"spam.Text", 0, 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, NULL}; //~ ISO030
static PyType_Slot own_slots[] = {{Py_tp_base, NULL}, {0, NULL}}; //~ ISO030
static PyType_Spec own_spec = {"spam.Own", 0, 0, Py_TPFLAGS_DEFAULT, own_slots};

static int
spam_exec(PyObject *module)
{
    by_literal[0] = (PyMethodDef){"one", one, METH_NOARGS, NULL};
    by_literal[1] = (PyMethodDef){.ml_name = "two", .ml_meth = one, .ml_flags = METH_NOARGS, .ml_doc = "gives two"};
    by_text[0].ml_doc = PyDoc_STR("gives one");
    for (int i = 0; i < 2; i++) {
        by_item[i].ml_doc = texts[i];
    }
    text_slots[0].pfunc = &PyUnicode_Type;
    text_slots[1].pfunc = (void *)one_doc;
    text_spec.basicsize = sizeof(PyObject);
    text_spec.itemsize = (int)-1;
    text_spec.slots = &text_slots[0];
    own_slots[0].pfunc = PyType_FromModuleAndSpec(module, &text_spec, NULL);
    return PyModule_AddType(module, (PyTypeObject *)PyType_FromModuleAndSpec(module, &own_spec, NULL)); //~ HT013
}

static PyObject *
document(PyObject *module, PyObject *text)
{
    const char *given_doc = PyUnicode_AsUTF8(text);
    by_argument[0].ml_doc = given_doc;
    Py_RETURN_NONE;
}

static PyMethodDef spam_methods[] = {{"document", document, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot spam_slots[] = {{Py_mod_exec, spam_exec}, {Py_mod_gil, Py_MOD_GIL_USED}, {0, NULL}};
static PyModuleDef spam_module = { //~ INIT005
    PyModuleDef_HEAD_INIT, .m_name = "spam", .m_size = 0, .m_methods = spam_methods, .m_slots = spam_slots,
};
PyMODINIT_FUNC PyInit_spam(void) { return PyModuleDef_Init(&spam_module); }
