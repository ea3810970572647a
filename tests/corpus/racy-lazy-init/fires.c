#include <Python.h>

static PyObject *decimal = NULL; //~ ISO014
static int ready; //~ ISO020
static double table[16]; //~ ISO020

PyObject *
get_decimal(void)
{
    if (decimal == NULL) {
        decimal = PyImport_ImportModule("decimal"); //~ FT007
    }
    return decimal;
}

/* A flag in front of a table. */
double
get_entry(int i)
{
    if (!ready) {
        for (int k = 0; k < 16; k++) {
            table[k] = k * 0.5;
        }
        ready = 1; //~ FT007
    }
    return table[i];
}

/* The test leaves. */
PyObject *
get_name(void)
{
    static PyObject *name; //~ ISO016
    if (name != NULL) {
        return name;
    }
    name = PyUnicode_InternFromString("name"); //~ FT007
    return name;
}

/* Memory. */
char *
get_buffer(void)
{
    static char *buffer; //~ ISO021
    if (!buffer && !(buffer = PyMem_Malloc(100))) { //~ FT007
        return NULL;
    }
    return buffer;
}
