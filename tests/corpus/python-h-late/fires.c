#include <string.h> //~ ABI017
#include <stdio.h>
#include <Python.h>
