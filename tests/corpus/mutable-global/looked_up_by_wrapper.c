/* What functions of the project look up in a library is the same for all; what they are given is not. */
#include <Python.h>
#include <dlfcn.h>

static void *library; //~ ISO020
static int (*card_open)(const char *); //~ ISO020
static int (*card_close)(int); //~ ISO020

static void *symbol(const char *name) { return dlsym(library, name); }
static void *
symbol_or_null(const char *name)
{
    void *found;
    if (library == NULL) {
        return NULL;
    }
    found = symbol(name);
    return found;
}
static void *pointer(PyObject *number) { return PyLong_AsVoidPtr(number); }

PyObject *
spam_open(PyObject *module, PyObject *number)
{
    if (library == NULL) {
        library = dlopen("libcard.so", RTLD_NOW);
    }
    card_open = (int (*)(const char *))symbol_or_null("card_open");
    card_close = (int (*)(int))pointer(number);
    return PyLong_FromLong(card_open("") + card_close(1));
}
