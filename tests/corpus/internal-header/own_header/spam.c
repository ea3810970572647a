#include <Python.h>
#include "pycore_spam.h"
