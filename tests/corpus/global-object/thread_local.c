/* One value a thread, in each spelling. */
#include <Python.h>
#include <threads.h>

#if defined(_MSC_VER)
#define SPAM_THREAD_LOCAL __declspec(thread)
#else
#define SPAM_THREAD_LOCAL __thread
#endif

static thread_local PyObject *by_c23;
static _Thread_local PyObject *by_c11;
__thread PyObject *by_gnu;
__declspec(thread) static PyObject *by_msvc;
static SPAM_THREAD_LOCAL PyObject *by_macro;
static _Py_thread_local PyObject *by_cpython;
static PyObject *shared; //~ ISO010

void
set(PyObject *value)
{
    static __thread PyObject *in_function;
    by_c23 = by_c11 = by_gnu = by_msvc = by_macro = by_cpython = value;
    in_function = value;
    shared = in_function;
}
