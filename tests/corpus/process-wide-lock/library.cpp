#include <Python.h>

#include <mutex>

static std::mutex mutex; //~ ISO023
static std::once_flag once;
thread_local std::mutex own;
