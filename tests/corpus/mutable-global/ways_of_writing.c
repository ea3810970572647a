/* Each variable is written in one way only. */
#include <Python.h>
#include <string.h>

typedef struct { int a, b; struct { int c[2]; } inner; } record;

static int plus, before, stepped, shifted, untouched = 1; //~ ISO020 ISO020 ISO020 ISO020 ISO022
static record field; //~ ISO020
static record inner; //~ ISO020
static record by_alias; //~ ISO020
static record whole; //~ ISO020
static record by_copy; //~ ISO020
static record zeroed; //~ ISO020
static int elements[4]; //~ ISO020
static int by_pointer[4]; //~ ISO020
static int by_index_alias[4]; //~ ISO020
static char text[8]; //~ ISO020
static char appended[8]; //~ ISO020
static char formatted[8]; //~ ISO020
static long parsed; //~ ISO020
static long scanned; //~ ISO020
static Py_buffer view; //~ ISO020
static Py_ssize_t size; //~ ISO020
static const char *utf8; //~ ISO020
static int swapped_a; //~ ISO020
static int conditional_a; //~ ISO020
static int conditional_b; //~ ISO020
static int out_parameter; //~ ISO020
static int two_levels; //~ ISO020
static int by_macro; //~ ISO020
static int pasted_count; //~ ISO020
static int *points_to_another = &plus; //~ ISO020
static char read_into[16]; //~ ISO020
static unsigned bits; //~ ISO020
static struct { unsigned bit : 1; } bit_field; //~ ISO020
static int in_comma; //~ ISO020
static int in_for; //~ ISO020
static int sorted[3] = {3, 2, 1}; //~ ISO020
static int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

#define BUMP(x) (++(x))
#define COUNT(x) (x##_count += 1)

static void set(int *target) { *target = 4; }
static void set_deep(int *target) { set(target); }
static void swap(int *a, int *b) { int t = *a; *a = *b; *b = t; }
static int *get_two_levels(void) { return &two_levels; }

PyObject *
spam(PyObject *self, PyObject *args)
{
    record *alias = &by_alias;
    int *walk = by_pointer;
    int *third = &by_index_alias[2];
    int local = 1, i;
    plus = local;
    ++before;
    stepped -= 2;
    shifted <<= 1;
    field.a = 1;
    inner.inner.c[1] = 2;
    alias->b = 3;
    whole = field;
    memcpy(&by_copy, &field, sizeof(record));
    memset(&zeroed, 0, sizeof(zeroed));
    elements[local] = 5;
    *walk++ = 6;
    third[0] = 7;
    strcpy(text, "abc");
    strcat(appended, "abc");
    sprintf(formatted, "%d", local);
    if (!PyArg_ParseTuple(args, "l", &parsed) || sscanf(text, "%ld", &scanned) != 1) {
        return NULL;
    }
    if (PyObject_GetBuffer(self, &view, 0) < 0 || !(utf8 = PyUnicode_AsUTF8AndSize(self, &size))) {
        return NULL;
    }
    swap(&swapped_a, &local);
    *(local ? &conditional_a : &conditional_b) = 8;
    set_deep(&out_parameter);
    *get_two_levels() = 9;
    BUMP(by_macro);
    COUNT(pasted);
    points_to_another = &local;
    read(0, read_into, sizeof(read_into));
    bits ^= 1;
    bit_field.bit = 1;
    local = (in_comma = 2, 3);
    for (in_for = 0, i = 0; i < 3; i++) {
    }
    qsort(sorted, 3, sizeof(int), compare);
    return PyLong_FromLong(untouched + local);
}
