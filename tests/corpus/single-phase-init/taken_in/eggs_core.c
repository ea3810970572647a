static struct PyModuleDef eggs_def = {PyModuleDef_HEAD_INIT, "eggs", NULL, -1, NULL};

static PyObject *eggs_make(void)
{
    return PyModule_Create(&eggs_def);
}
