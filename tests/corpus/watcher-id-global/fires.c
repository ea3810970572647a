#include <Python.h>

static int dict_watcher; //~ ISO020
static int type_watcher; //~ ISO020

static int
on_dict(PyDict_WatchEvent event, PyObject *dict, PyObject *key, PyObject *value)
{
    return 0;
}

static int
on_type(PyTypeObject *type)
{
    return 0;
}

int
start(void)
{
    static int func_watcher; //~ ISO021
    dict_watcher = PyDict_AddWatcher(on_dict); //~ MUT008
    type_watcher = PyType_AddWatcher(on_type); //~ MUT008
    func_watcher = PyFunction_AddWatcher(NULL); //~ MUT008
    PyFunction_ClearWatcher(func_watcher);
    return dict_watcher < 0 || type_watcher < 0 ? -1 : 0;
}

void
stop(void)
{
    PyDict_ClearWatcher(dict_watcher);
    PyType_ClearWatcher(type_watcher);
}
