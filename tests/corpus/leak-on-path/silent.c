/* What only looks like a leak. */
#include <Python.h>

typedef struct { PyObject_HEAD PyObject *first; PyObject *items[4]; } Box;

static PyObject *cache; //~ ISO010

/* One cleanup for all ways, with locals that are NULL at the start. */
static PyObject *
cleanup(PyObject *self, PyObject *arg)
{
    PyObject *keys = NULL, *iter = NULL, *result = NULL;
    keys = PyDict_Keys(arg);
    if (keys == NULL) {
        goto done;
    }
    iter = PyObject_GetIter(keys);
    if (iter == NULL) {
        goto done;
    }
    result = PySequence_List(iter);
done:
    Py_XDECREF(keys);
    Py_XDECREF(iter);
    return result;
}

/* Both outcomes of a call that steals where it succeeds. */
static int
add(PyObject *module)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return -1;
    }
    if (PyModule_AddObject(module, "list", list) < 0) { //~ ABI006
        Py_DECREF(list);
        return -1;
    }
    return 0;
}

static int
add_new(PyObject *module)
{
    PyObject *list = PyList_New(0);
    int result = PyModule_AddObjectRef(module, "list", list);
    Py_XDECREF(list);
    return result;
}

/* Stolen, also where the call fails. */
static int
set(PyObject *list, PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    return text == NULL ? -1 : PyList_SetItem(list, 0, text);
}

/* Stored: in a field, an array, a variable outside, by reference. */
static int
store(Box *box, PyObject *arg, PyObject **out)
{
    box->first = PyObject_Str(arg);
    box->items[0] = PyObject_Repr(arg);
    cache = PyList_New(0);
    *out = PyDict_New();
    PyObject *second = PyList_New(0);
    Py_XSETREF(box->items[1], second);
    PyObject *third = PyList_New(0);
    box->items[2] = third;
    return box->first != NULL ? 0 : -1;
}

/* Raised. */
static void
restore(PyObject *type, PyObject *arg)
{
    PyObject *value = PyObject_Str(arg);
    Py_INCREF(type);
    PyErr_Restore(type, value, NULL);
}

static PyObject *
build(PyObject *self, PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    return Py_BuildValue("(Ni)", text, 1);
}

/* Helpers that release, keep or return what they get. */
static PyObject *
finish(PyObject *result, PyObject *parts)
{
    Py_XDECREF(parts);
    return result;
}

static int
push(Box *box, PyObject *item)
{
    if (item == NULL) {
        return -1;
    }
    box->items[3] = item;
    return 0;
}

static PyObject *
extended(PyObject *text, PyObject *more)
{
    if (more == Py_None) {
        return text;
    }
    PyObject *both = PyUnicode_Concat(text, more);
    Py_DECREF(text);
    return both;
}

static PyObject *
by_helpers(Box *box, PyObject *arg, int more)
{
    PyObject *text = PyObject_Str(arg);
    if (text != NULL && more) {
        text = extended(text, arg);
    }
    PyObject *parts = PyList_New(0);
    if (push(box, PyObject_Repr(arg)) < 0) {
        Py_XDECREF(text);
        Py_XDECREF(parts);
        return NULL;
    }
    return finish(text, parts);
}

/* What a function outside does is not known. */
extern int takes(PyObject *);
extern int takes_many(PyObject **);

static int
outside(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    PyObject *all[2] = {text, NULL};
    return takes(text) + takes_many(all);
}

/* Owned on one condition, asked twice. */
static int
by_flag(PyObject *arg, int copy)
{
    PyObject *text = arg;
    if (copy) {
        text = PyObject_Str(arg);
        if (text == NULL) {
            return -1;
        }
    }
    int result = PyObject_IsTrue(text);
    if (copy) {
        Py_DECREF(text);
    }
    return result;
}

/* Owned on a condition that only its author knows. */
static int
by_state(Box *box, PyObject *arg)
{
    int owned = 0;
    PyObject *text = box->first;
    if (text == NULL) {
        text = PyObject_Str(arg);
        if (text == NULL) {
            return -1;
        }
        owned = 1;
    }
    int result = PyObject_IsTrue(text);
    if (owned) {
        Py_DECREF(text);
    }
    return result;
}

/* The end of the loop. */
static PyObject *
collect(PyObject *it)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    PyObject *item;
    while ((item = PyIter_Next(it))) {
        int status = PyList_Append(list, item);
        Py_DECREF(item);
        if (status < 0) {
            break;
        }
    }
    if (PyErr_Occurred()) {
        Py_DECREF(list);
        return NULL;
    }
    return list;
}

/* Found, and out of the loop with it. */
static PyObject *
find(PyObject *it)
{
    PyObject *item = NULL;
    for (;;) {
        item = PyIter_Next(it);
        if (item == NULL || PyLong_Check(item)) {
            break;
        }
        Py_DECREF(item);
    }
    return item;
}

/* A type's memory is given back by its own function. */
static PyObject *
box_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    Box *self = (Box *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    if (store(self, args, &self->first) < 0) {
        type->tp_free(self);
        return NULL;
    }
    return (PyObject *)self;
}

/* None is immortal, and so is True. */
static PyObject *
constants(PyObject *arg)
{
    PyObject *flag = PyBool_FromLong(1);
    PyObject *text = PyObject_Str(arg);
    if (text == Py_None) {
        return NULL;
    }
    Py_XDECREF(text);
    return flag == NULL ? NULL : PyLong_FromLong(0);
}

/* The process ends. */
static PyObject *
dies(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        Py_FatalError("no text");
    }
    if (PyUnicode_GetLength(text) < 0) {
        abort();
    }
    return text;
}

/* Released by the compiler's own means. */
static void
drop(PyObject **place)
{
    Py_XDECREF(*place);
}

static int
scoped(PyObject *arg)
{
    PyObject *text __attribute__((cleanup(drop))) = PyObject_Str(arg);
    return text == NULL ? -1 : 0;
}

/* Taken for whoever releases it later. */
static void
keep_alive(PyObject *object)
{
    Py_INCREF(object);
}

/* In branches of `#if` that belong together. */
static int
branches(PyObject *arg)
{
#ifdef WITH_TEXT
    PyObject *text = PyObject_Str(arg);
    if (text == NULL)
        return -1;
#endif
#ifdef A
    (void)1;
#endif
#ifdef B
    (void)2;
#endif
#ifdef C
    (void)3;
#endif
#ifdef D
    (void)4;
#endif
#ifdef E
    (void)5;
#endif
#ifdef WITH_TEXT
    Py_DECREF(text);
#endif
    return 0;
}

/* A reference for whoever has the place. */
static void
keep(PyObject **place)
{
    Py_XNewRef(*place);
}

/* What a call takes over comes back as something else. */
static PyObject *
grown(PyObject *bytes, Py_ssize_t size)
{
    if (_PyBytes_Resize(&bytes, size) < 0) {
        return NULL;
    }
    return bytes;
}

static PyObject *
filled(Py_ssize_t size)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, 1);
    for (Py_ssize_t i = 1; bytes != NULL && i < size; i++) {
        bytes = grown(bytes, i);
    }
    return bytes;
}
