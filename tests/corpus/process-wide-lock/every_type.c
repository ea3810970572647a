/* Every type of lock, of what is waited for and of what is run once, by its name: only locks are findings. */
#include <Python.h>

static CONDITION_VARIABLE v1;
static CRITICAL_SECTION v2; //~ ISO023
static INIT_ONCE v3;
static LPCRITICAL_SECTION v4; //~ ISO023
static PCONDITION_VARIABLE v5;
static PCRITICAL_SECTION v6; //~ ISO023
static PSRWLOCK v7; //~ ISO023
static PyMutex v8; //~ ISO023
static PyThread_type_lock v9; //~ ISO023
static SRWLOCK v10; //~ ISO023
static _PyOnceFlag v11; //~ ABI004
static _PyRWMutex v12; //~ ISO023
static _PyRawMutex v13; //~ ISO023
static _PyRecursiveMutex v14; //~ ISO023
static _PySeqLock v15; //~ ISO023
static cnd_t v16;
static dispatch_once_t v17;
static mtx_t v18; //~ ISO023
static once_flag v19;
static os_unfair_lock v20; //~ ISO023
static os_unfair_lock_s v21; //~ ISO023
static pthread_cond_t v22;
static pthread_mutex_t v23; //~ ISO023
static pthread_once_t v24;
static pthread_rwlock_t v25; //~ ISO023
static pthread_spinlock_t v26; //~ ISO023
static sem_t v27; //~ ISO023

void *
use(int n)
{
    switch (n) {
    case 1: return &v1;
    case 2: return &v2;
    case 3: return &v3;
    case 4: return &v4;
    case 5: return &v5;
    case 6: return &v6;
    case 7: return &v7;
    case 8: return &v8;
    case 9: return &v9;
    case 10: return &v10;
    case 11: return &v11;
    case 12: return &v12;
    case 13: return &v13;
    case 14: return &v14;
    case 15: return &v15;
    case 16: return &v16;
    case 17: return &v17;
    case 18: return &v18;
    case 19: return &v19;
    case 20: return &v20;
    case 21: return &v21;
    case 22: return &v22;
    case 23: return &v23;
    case 24: return &v24;
    case 25: return &v25;
    case 26: return &v26;
    case 27: return &v27;
    }
    return NULL;
}
