/* No write is seen, but the address of an empty variable is handed out. */
#include <Python.h>

static PyObject *Error; //~ ISO010
static PyObject *Warning; //~ ISO010
static PyObject *token;

static struct {
    const char *name;
    PyObject **exception;
} exceptions[] = { //~ ISO022
    {"spam.Error", &Error},
    {"spam.Warning", &Warning},
    {NULL, NULL},
};

int
create(void)
{
    for (int i = 0; exceptions[i].name; i++) {
        *exceptions[i].exception = PyErr_NewException(exceptions[i].name, NULL, NULL);
    }
    return token == NULL && Error != NULL;
}
