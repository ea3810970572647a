/* Atomic by type, by every access, or only now and then; locks of each system. */
#include <Python.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>

static _Atomic(int) specified;
static atomic_int named;
static _Atomic unsigned qualified;
static int by_cpython;
static int by_builtin;
static int by_sync;
static int sometimes; //~ ISO020
static pthread_rwlock_t rw = PTHREAD_RWLOCK_INITIALIZER; //~ ISO023
static CRITICAL_SECTION section; //~ ISO023
static SRWLOCK srw; //~ ISO023
static sem_t semaphore; //~ ISO023
static mtx_t mutex; //~ ISO023
static PyMutex *pointer_to_lock; //~ ISO023
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static Py_tss_t tss = Py_tss_NEEDS_INIT;

static void make_key(void) { pthread_key_create(&key, NULL); }

void
spam(PyMutex *lock)
{
    specified++;
    named += 2;
    qualified = 3;
    _Py_atomic_store_int(&by_cpython, _Py_atomic_load_int(&by_cpython) + 1); //~ ABI004 ABI004
    __atomic_store_n(&by_builtin, 1, 0);
    __sync_fetch_and_add(&by_sync, 1);
    _Py_atomic_add_int(&sometimes, 1); //~ ABI004
    sometimes = 0;
    pthread_rwlock_wrlock(&rw);
    EnterCriticalSection(&section);
    AcquireSRWLockExclusive(&srw);
    sem_wait(&semaphore);
    mtx_lock(&mutex);
    pointer_to_lock = lock;
    pthread_once(&once, make_key);
    PyThread_tss_create(&tss);
}
