#include <Python.h>

static PyTypeObject Designated_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Designated",
};
PyTypeObject External_Type = {PyVarObject_HEAD_INIT(NULL, 0) "m.External", sizeof(PyObject)}; //~ ISO001

/* Twice tentative, then initialised: one type. */
static PyTypeObject Later_Type;
static PyTypeObject Later_Type;
static PyTypeObject Later_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Later",
};

/* Never initialised by a definition: filled at run time. */
static PyTypeObject Filled_Type; //~ ISO001
static PyTypeObject Filled_Type;
void
fill(void)
{
    Filled_Type.tp_name = "m.Filled";
    Filled_Type.tp_flags = Py_TPFLAGS_DEFAULT;
}

/* Other spellings of the type. */
static struct _typeobject Struct_Type = {PyVarObject_HEAD_INIT(NULL, 0)}; //~ ISO001
typedef PyTypeObject my_type;
static my_type Typedef_Type = {PyVarObject_HEAD_INIT(NULL, 0)}; //~ ISO001
PyTypeObject Array_Types[2] = { //~ ISO001
    {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.A"},
    {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.B"},
};
#define HIDDEN __attribute__((visibility("hidden")))
HIDDEN PyTypeObject Hidden_Type = {PyVarObject_HEAD_INIT(NULL, 0)}; //~ ISO001

PyTypeObject *
local(void)
{
    static PyTypeObject Local_Type = {PyVarObject_HEAD_INIT(NULL, 0)}; //~ ISO001
    return &Local_Type;
}

/* A member of a static struct. */
static struct {
    int count;
    PyTypeObject type;
} holder; //~ ISO001

/* Made by macros. */
#define DEFINE_TYPE(name) static PyTypeObject name##_Type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m." #name}
DEFINE_TYPE(Made); //~ ISO001
#define SHARED_SLOTS .tp_basicsize = sizeof(PyObject), .tp_flags = Py_TPFLAGS_DEFAULT
static PyTypeObject Shared_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "m.Shared",
    SHARED_SLOTS,
};

/* Two branches, one type. */
#ifdef HAVE_THING
static PyTypeObject Branch_Type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.Branch"}; //~ ISO001
#else
static PyTypeObject Branch_Type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_doc = "none"};
#endif

/* On some Pythons only. */
#if PY_VERSION_HEX < 0x030C0000
static PyTypeObject Old_Type = {PyVarObject_HEAD_INIT(NULL, 0) .tp_name = "m.Old"}; //~ ISO001
#endif
