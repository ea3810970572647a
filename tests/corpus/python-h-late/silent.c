#ifdef _WIN32
#include <io.h>
#endif
#include <zlib.h>
#include <Python.h>
#include <string.h>
