/* What functions and macros of the project do with their argument. */
#include <Python.h>

typedef struct { PyObject_HEAD int line; } Node;

/* Returns its argument, or gives it up and returns a new one. */
static PyObject *
with_zone(PyObject *text, PyObject *zone)
{
    if (zone == Py_None) {
        return text;
    }
    PyObject *start = PyUnicode_Substring(text, 0, 3);
    Py_DECREF(text);
    if (start == NULL) {
        return NULL;
    }
    text = PyUnicode_FromFormat("%U, zone=%R)", start, zone);
    Py_DECREF(start);
    return text;
}

static PyObject *
zoned(PyObject *zone)
{
    PyObject *text = PyUnicode_FromFormat("(%d)", 1);
    if (text != NULL) {
        text = with_zone(text, zone);
    }
    return text;
}

/* The parameter itself gets another value. */
static PyFrameObject *
next_frame(PyFrameObject *frame)
{
    do {
        PyFrameObject *back = PyFrame_GetBack(frame);
        Py_DECREF(frame);
        frame = back;
    } while (frame != NULL && PyFrame_GetLineNumber(frame) < 0);
    return frame;
}

static int
line_above(int level)
{
    PyFrameObject *frame = PyThreadState_GetFrame(PyThreadState_Get());
    while (frame != NULL && --level > 0) {
        frame = next_frame(frame);
    }
    if (frame == NULL) {
        return -1;
    }
    int line = PyFrame_GetLineNumber(frame);
    Py_DECREF(frame);
    return line;
}

/* This one only looks. */
static PyFrameObject *
frame_behind(PyFrameObject *frame)
{
    PyFrameObject *back = PyFrame_GetBack(frame);
    return back;
}

static int
line_behind(void)
{
    PyFrameObject *frame = PyThreadState_GetFrame(PyThreadState_Get());
    if (frame == NULL) {
        return -1;
    }
    frame = frame_behind(frame); //~ REF002
    Py_XDECREF(frame);
    return 0;
}

/* What becomes of the argument hangs on the result. */
static int
accepts(PyObject *filter, PyObject *value)
{
    PyObject *answer = PyObject_CallOneArg(filter, value);
    if (answer == NULL) {
        Py_DECREF(value);
        return -1;
    }
    int yes = PyObject_IsTrue(answer);
    Py_DECREF(answer);
    if (yes == 0 || yes == -1) {
        Py_DECREF(value);
        return yes;
    }
    return 1;
}

static PyObject *
first_that_fits(PyObject *self, PyObject *filter)
{
    PyObject *value = PyObject_GetAttrString(self, "value");
    if (value == NULL) {
        return NULL;
    }
    switch (accepts(filter, value)) {
    case -1:
        return NULL;
    case 1:
        return value;
    }
    Py_RETURN_NONE;
}

/* The function of CPython returns its argument. */
static PyObject *
node(PyTypeObject *type, int line)
{
    Node *self = PyObject_Malloc(sizeof(Node));
    if (self == NULL) {
        return PyErr_NoMemory();
    }
    self->line = line;
    return PyObject_Init((PyObject *)self, type);
}

static PyObject *
node_of(PyTypeObject *type, int line)
{
    Node *self = (Node *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->line = line;
    return PyObject_Init((PyObject *)self, type);
}

/* A macro that is defined anew in each function. */
static PyObject *
one(PyTypeObject *type)
{
    PyObject *result = PyStructSequence_New(type);
    if (result == NULL) {
        return NULL;
    }
#define SET(at, value)                              \
    do {                                            \
        PyObject *item = (value);                   \
        if (item == NULL) {                         \
            Py_DECREF(result);                      \
            return NULL;                            \
        }                                           \
        PyStructSequence_SET_ITEM(result, at, item);\
    } while (0)
    SET(0, PyLong_FromLong(1));
#undef SET
    return result;
}

static PyObject *
two(PyTypeObject *type, long number)
{
    PyObject *pair = PyStructSequence_New(type);
    if (pair == NULL) {
        return NULL;
    }
#define SET(at, value)                              \
    do {                                            \
        PyObject *item = (value);                   \
        if (item == NULL) {                         \
            Py_DECREF(pair);                        \
            return NULL;                            \
        }                                           \
        PyStructSequence_SET_ITEM(pair, at, item);  \
    } while (0)
    SET(0, PyLong_FromLong(number));
    SET(1, PyLong_FromLong(number));
#undef SET
    return pair;
}

static PyObject *
three(PyTypeObject *type, long number)
{
    PyObject *triple = PyStructSequence_New(type);
    if (triple == NULL) {
        return NULL;
    }
#define SET(at, value)                              \
    do {                                            \
        PyObject *item = (value);                   \
        if (item == NULL) {                         \
            return NULL;                            \
        }                                           \
        PyStructSequence_SET_ITEM(triple, at, item);\
    } while (0)
    SET(0, PyLong_FromLong(number)); //~ REF002
#undef SET
    return triple;
}

/* A macro that takes one of two statements. */
#define INJECT(good, bad) do { if (injects()) { bad; } else { good; } } while (0)

static PyObject *
injected(PyTypeObject *type)
{
    PyObject *self = NULL;
    INJECT(self = type->tp_alloc(type, 0), self = PyErr_NoMemory());
    return self;
}

/* What stands for `...` goes where nobody follows it. */
static PyObject *
build(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    PyObject *result = Py_VaBuildValue(format, arguments);
    va_end(arguments);
    return result;
}

static PyObject *
built(PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return NULL;
    }
    return build("(N)", text);
}

static PyObject *
built_of_text(PyObject *object, const char *format)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return NULL;
    }
    return build(format); //~ REF002
}

/* The beginning of a statement that this build does without. */
static int
either(PyObject *object, int fast)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return -1;
    }
#ifdef FAST_CALLS
    if (fast) {
        Py_DECREF(text);
    }
    else
#endif
    {
        Py_DECREF(text);
    }
    return 0;
}

static int
neither(PyObject *object, int fast)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return -1;
    }
#ifdef FAST_CALLS
    if (fast) {
        Py_DECREF(text);
    }
    else
#endif
    {
        fast = 0;
    }
    return fast; //~ REF002
}

/* One label in each of two builds. */
static PyObject *
joined(PyObject *list)
{
#ifdef FAST_JOIN
    PyObject *result = PyUnicode_New(PyList_GET_SIZE(list), 127);
    if (result == NULL) {
        return NULL;
    }
    if (PyUnicode_CopyCharacters(result, 0, PyList_GET_ITEM(list, 0), 0, 1) < 0) {
        goto bad;
    }
    return result;
bad:
    Py_DECREF(result);
    return NULL;
#else
    PyObject *empty = PyUnicode_New(0, 0);
    if (empty == NULL) {
        goto bad;
    }
    PyObject *text = PyUnicode_Join(empty, list);
    Py_DECREF(empty);
    return text;
bad:
    Py_XDECREF(empty);
    return NULL;
#endif
}
