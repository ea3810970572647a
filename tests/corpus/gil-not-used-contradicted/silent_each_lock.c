/* What each lock of C guards is not changed by two threads at once; nor what a macro guards whose name does not tell. */
#include <Python.h>

#define COME() pthread_mutex_lock(gate)
#define GO() pthread_mutex_unlock(gate)
static int behind_macros; //~ ISO020
static int c_acquiresrwlockexclusive; //~ ISO020
static int c_acquiresrwlockshared; //~ ISO020
static int c_entercriticalsection; //~ ISO020
static int c_pycriticalsection_begin; //~ ISO020
static int c_pycriticalsection_beginmutex; //~ ISO020
static int c_pymutex_lock; //~ ISO020
static int c_pymutex_lockfast; //~ ISO020
static int c_pymutex_lockflags; //~ ISO020
static int c_pythread_acquire_lock; //~ ISO020
static int c_pythread_acquire_lock_timed; //~ ISO020
static int c_py_begin_critical_section; //~ ISO020
static int c_py_begin_critical_section_mutex; //~ ISO020
static int c_py_begin_critical_section_sequence_fast; //~ ISO020
static int c_tryacquiresrwlockexclusive; //~ ISO020
static int c_tryacquiresrwlockshared; //~ ISO020
static int c_tryentercriticalsection; //~ ISO020
static int c_waitforsingleobject; //~ ISO020
static int c_waitforsingleobjectex; //~ ISO020
static int c__pymutex_lock; //~ ISO020
static int c__pymutex_locktimed; //~ ISO020
static int c__pyrwmutex_lock; //~ ISO020
static int c__pyrwmutex_rlock; //~ ISO020
static int c__pyrawmutex_lock; //~ ISO020
static int c__pyrecursivemutex_lock; //~ ISO020
static int c__pyseqlock_lockwrite; //~ ISO020
static int c_atomic_flag_test_and_set; //~ ISO020
static int c_mtx_lock; //~ ISO020
static int c_mtx_timedlock; //~ ISO020
static int c_mtx_trylock; //~ ISO020
static int c_os_unfair_lock_lock; //~ ISO020
static int c_os_unfair_lock_trylock; //~ ISO020
static int c_pthread_mutex_clocklock; //~ ISO020
static int c_pthread_mutex_lock; //~ ISO020
static int c_pthread_mutex_timedlock; //~ ISO020
static int c_pthread_mutex_trylock; //~ ISO020
static int c_pthread_rwlock_rdlock; //~ ISO020
static int c_pthread_rwlock_timedrdlock; //~ ISO020
static int c_pthread_rwlock_timedwrlock; //~ ISO020
static int c_pthread_rwlock_tryrdlock; //~ ISO020
static int c_pthread_rwlock_trywrlock; //~ ISO020
static int c_pthread_rwlock_wrlock; //~ ISO020
static int c_pthread_spin_lock; //~ ISO020
static int c_pthread_spin_trylock; //~ ISO020
static int c_sem_timedwait; //~ ISO020
static int c_sem_trywait; //~ ISO020
static int c_sem_wait; //~ ISO020

static PyObject *
spam_count(PyObject *l, PyObject *x)
{
    COME();
    behind_macros++;
    GO();
    AcquireSRWLockExclusive(l);
    c_acquiresrwlockexclusive++;
    ReleaseSRWLockExclusive(l);
    AcquireSRWLockShared(l);
    c_acquiresrwlockshared++;
    ReleaseSRWLockShared(l);
    EnterCriticalSection(l);
    c_entercriticalsection++;
    LeaveCriticalSection(l);
    PyCriticalSection_Begin(x, l);
    c_pycriticalsection_begin++;
    PyCriticalSection_End(l);
    PyCriticalSection_BeginMutex(x, l);
    c_pycriticalsection_beginmutex++;
    PyCriticalSection_End(l);
    PyMutex_Lock(l);
    c_pymutex_lock++;
    PyMutex_Unlock(l);
    if (PyMutex_LockFast(l)) {
        c_pymutex_lockfast++;
        PyMutex_Unlock(l);
    }
    PyMutex_LockFlags(l);
    c_pymutex_lockflags++;
    PyMutex_Unlock(l);
    PyThread_acquire_lock(l);
    c_pythread_acquire_lock++;
    PyThread_release_lock(l);
    if (PyThread_acquire_lock_timed(l)) {
        c_pythread_acquire_lock_timed++;
        PyThread_release_lock(l);
    }
    Py_BEGIN_CRITICAL_SECTION(l);
    c_py_begin_critical_section++;
    Py_END_CRITICAL_SECTION(l);
    Py_BEGIN_CRITICAL_SECTION_MUTEX(l);
    c_py_begin_critical_section_mutex++;
    Py_END_CRITICAL_SECTION(l);
    Py_BEGIN_CRITICAL_SECTION_SEQUENCE_FAST(l);
    c_py_begin_critical_section_sequence_fast++;
    Py_END_CRITICAL_SECTION_SEQUENCE_FAST(l);
    if (TryAcquireSRWLockExclusive(l)) {
        c_tryacquiresrwlockexclusive++;
        ReleaseSRWLockExclusive(l);
    }
    if (TryAcquireSRWLockShared(l)) {
        c_tryacquiresrwlockshared++;
        ReleaseSRWLockShared(l);
    }
    if (TryEnterCriticalSection(l)) {
        c_tryentercriticalsection++;
        LeaveCriticalSection(l);
    }
    WaitForSingleObject(l);
    c_waitforsingleobject++;
    ReleaseMutex(l);
    WaitForSingleObjectEx(l);
    c_waitforsingleobjectex++;
    ReleaseMutex(l);
    _PyMutex_Lock(l); //~ ABI004
    c__pymutex_lock++;
    _PyMutex_Unlock(l); //~ ABI004
    if (_PyMutex_LockTimed(l)) { //~ ABI004
        c__pymutex_locktimed++;
        PyMutex_Unlock(l);
    }
    _PyRWMutex_Lock(l); //~ ABI004
    c__pyrwmutex_lock++;
    _PyRWMutex_Unlock(l); //~ ABI004
    _PyRWMutex_RLock(l); //~ ABI004
    c__pyrwmutex_rlock++;
    _PyRWMutex_RUnlock(l); //~ ABI004
    _PyRawMutex_Lock(l);
    c__pyrawmutex_lock++;
    _PyRawMutex_Unlock(l);
    _PyRecursiveMutex_Lock(l); //~ ABI004
    c__pyrecursivemutex_lock++;
    _PyRecursiveMutex_Unlock(l); //~ ABI004
    _PySeqLock_LockWrite(l); //~ ABI004
    c__pyseqlock_lockwrite++;
    _PySeqLock_UnlockWrite(l); //~ ABI004
    if (atomic_flag_test_and_set(l)) {
        c_atomic_flag_test_and_set++;
        atomic_flag_clear(l);
    }
    mtx_lock(l);
    c_mtx_lock++;
    mtx_unlock(l);
    if (mtx_timedlock(l)) {
        c_mtx_timedlock++;
        mtx_unlock(l);
    }
    if (mtx_trylock(l)) {
        c_mtx_trylock++;
        mtx_unlock(l);
    }
    os_unfair_lock_lock(l);
    c_os_unfair_lock_lock++;
    os_unfair_lock_unlock(l);
    if (os_unfair_lock_trylock(l)) {
        c_os_unfair_lock_trylock++;
        os_unfair_lock_unlock(l);
    }
    if (pthread_mutex_clocklock(l)) {
        c_pthread_mutex_clocklock++;
        pthread_mutex_unlock(l);
    }
    pthread_mutex_lock(l);
    c_pthread_mutex_lock++;
    pthread_mutex_unlock(l);
    if (pthread_mutex_timedlock(l)) {
        c_pthread_mutex_timedlock++;
        pthread_mutex_unlock(l);
    }
    if (pthread_mutex_trylock(l)) {
        c_pthread_mutex_trylock++;
        pthread_mutex_unlock(l);
    }
    pthread_rwlock_rdlock(l);
    c_pthread_rwlock_rdlock++;
    pthread_rwlock_unlock(l);
    if (pthread_rwlock_timedrdlock(l)) {
        c_pthread_rwlock_timedrdlock++;
        pthread_rwlock_unlock(l);
    }
    if (pthread_rwlock_timedwrlock(l)) {
        c_pthread_rwlock_timedwrlock++;
        pthread_rwlock_unlock(l);
    }
    if (pthread_rwlock_tryrdlock(l)) {
        c_pthread_rwlock_tryrdlock++;
        pthread_rwlock_unlock(l);
    }
    if (pthread_rwlock_trywrlock(l)) {
        c_pthread_rwlock_trywrlock++;
        pthread_rwlock_unlock(l);
    }
    pthread_rwlock_wrlock(l);
    c_pthread_rwlock_wrlock++;
    pthread_rwlock_unlock(l);
    pthread_spin_lock(l);
    c_pthread_spin_lock++;
    pthread_spin_unlock(l);
    if (pthread_spin_trylock(l)) {
        c_pthread_spin_trylock++;
        pthread_spin_unlock(l);
    }
    if (sem_timedwait(l)) {
        c_sem_timedwait++;
        sem_post(l);
    }
    if (sem_trywait(l)) {
        c_sem_trywait++;
        sem_post(l);
    }
    sem_wait(l);
    c_sem_wait++;
    sem_post(l);
    return x;
}

static PyMethodDef spam_methods[] = {{"count", spam_count, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyModuleDef_Slot spam_slots[] = {
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
    {Py_mod_multiple_interpreters, Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED}, //~ INIT008
    {0, NULL},
};
static PyModuleDef spam_module = {
    PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods, .m_slots = spam_slots,
};

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
