/* Addresses that go to readers only, and copies. */
#include <Python.h>
#include <stdlib.h>
#include <string.h>

typedef struct { int a, b; } record;

static record given = {1, 2}; //~ ISO022
static int searched[3] = {1, 2, 3}; //~ ISO022
static char written_out[] = "text"; //~ ISO022
static int limits[2] = {0, 9}; //~ ISO022
static double coefficients[4] = {1, 2, 3, 4};
static char token, other_token;
static int cookie;
static const char *words[] = {"a", "b"};
static const char *const fixed_words[] = {"a", "b"};
PyDoc_STRVAR(doc, "text");
PyDoc_STRVAR(other_doc, "other");
static char *keywords[] = {"a", "b", NULL};
static char *const_keywords[] = {"a", NULL};

void keep(void *pointer);
static int is_cookie(const void *pointer) { return pointer != NULL; }
static int first(const char **list) { return list[0][0]; }
static int first_of_fixed(const char *const *list) { return list[0][0]; }
int unknown_reader(const record *r, const int *limits);
static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
static double sum(double values[4]) { return values[0] + values[3]; }

static int
parse(PyObject *args, PyObject *kwargs, char **names, int *value)
{
    return PyArg_ParseTupleAndKeywords(args, kwargs, "i", names, value);
}

PyObject *
spam(PyObject *self, PyObject *args, PyObject *kwargs)
{
    record copy = given;
    int a, b, *found = bsearch(&copy.a, searched, 3, sizeof(int), compare);
    char buffer[8];
    memcpy(buffer, written_out, sizeof(written_out));
    copy.a = 3;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "ii", keywords, &a, &b) || !parse(args, kwargs, const_keywords, &a)) {
        return NULL;
    }
    keep(&cookie);
    if (is_cookie(&cookie) && first(words) + first_of_fixed(fixed_words) > 1) {
        return NULL;
    }
    if (self == (PyObject *)&token || PyCapsule_GetContext(self) == &other_token) {
        return PyUnicode_FromString(doc);
    }
    return PyLong_FromLong(unknown_reader(&given, limits) + (found != NULL) + (long)sum(coefficients) + other_doc[0]);
}
