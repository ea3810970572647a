/* What a shared library has under a name is the same for all interpreters; what is taken back is not. */
#include <Python.h>
#include <dlfcn.h>

static void *library; //~ ISO020
static int (*card_open)(const char *); //~ ISO020
static int (*card_close)(int); //~ ISO020
static struct {
    int (*read)(int);
} calls; //~ ISO020
static void *plugin; //~ ISO020

static int
without(const char *name)
{
    return -1;
}

static int
load(void)
{
    library = dlopen("libcard.so.1", RTLD_NOW);
    if (library == NULL)
        return -1;
    *(void **)&card_open = dlsym(library, "CardOpen");
    if (card_open == NULL)
        card_open = without;
    void *found = dlsym(library, "CardClose");
    card_close = (int (*)(int))found;
    calls.read = (int (*)(int))dlsym(library, "CardRead");
    return 0;
}

PyObject *
open_card(PyObject *module, PyObject *name)
{
    if (load() < 0)
        return PyErr_Format(PyExc_OSError, "no library");
    return PyLong_FromLong(card_open(PyUnicode_AsUTF8(name)) + card_close(1) + calls.read(2));
}

PyObject *
plug(PyObject *module, PyObject *name)
{
    plugin = dlopen(PyUnicode_AsUTF8(name), RTLD_NOW);
    Py_RETURN_NONE;
}

PyObject *
unplug(PyObject *module, PyObject *none)
{
    dlclose(plugin);
    plugin = NULL;
    Py_RETURN_NONE;
}
