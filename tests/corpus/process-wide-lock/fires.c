#include <Python.h>

#include <pthread.h>

static PyMutex mutex; //~ ISO023
static PyThread_type_lock old_lock; //~ ISO023
static pthread_mutex_t posix_lock = PTHREAD_MUTEX_INITIALIZER; //~ ISO023

void
spam(void)
{
    static PyMutex local; //~ ISO023
    PyMutex_Lock(&local);
    PyMutex_Unlock(&local);
}
