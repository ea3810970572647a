#include <Python.h>

#include <pthread.h>

typedef struct {
    PyMutex mutex;
} spam_state;

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

void
spam(spam_state *state)
{
    PyMutex local = {0};
    PyMutex_Lock(&state->mutex);
    PyMutex_Unlock(&state->mutex);
    PyMutex_Lock(&local);
    PyMutex_Unlock(&local);
}
