/* A function that hands its parameter on to a once primitive runs it once. One that calls it otherwise as well does
   not, and what is called beside it is not run once. */
#include <Python.h>
#include <pthread.h>

static long direct, by_helper, by_two, by_guard, by_macro, by_own, by_both;
static long also_called; //~ ISO020
static long named_by_liar; //~ ISO020
static long never_once; //~ ISO020

static pthread_once_t guard = PTHREAD_ONCE_INIT;

#define RUN_ONCE(function) pthread_once(&guard, function)

static void set_direct(void) { direct = 1; }
static void set_by_helper(void) { by_helper = 2; }
static void set_by_two(void) { by_two = 3; }
static void set_by_guard(void) { by_guard = 4; }
static void set_by_macro(void) { by_macro = 5; }
static void set_by_own(void) { by_own = 6; }
static void set_by_both(void) { by_both = 8; }
static void set_also_called(void) { also_called = 7; }
static void set_by_liar(void) { named_by_liar++; }
static void set_again(void) { never_once++; }

static void
once(void (*function)(void))
{
    static pthread_once_t own = PTHREAD_ONCE_INIT;
    pthread_once(&own, function);
}

static void
outer_once(void (*function)(void))
{
    once(function);
}

static int
with_guard(pthread_once_t *flag, void (*function)(void))
{
    return pthread_once(flag, function);
}

static int
pthread_once_raw(pthread_once_t *flag, void (*function)(void))
{
    if (*flag == 0) {
        function();
        *flag = 1;
    }
    return 0;
}

/* Named like a primitive, and one calls it. */
static void
lib_once(pthread_once_t *flag, void (*function)(void))
{
    pthread_once(flag, function);
}

/* It runs the function in any case. */
static void
lies(int now, void (*function)(void))
{
    if (now)
        function();
    else
        pthread_once(&guard, function);
}

static void
each_time(void (*function)(void))
{
    function();
}

static PyObject *
spam_get(PyObject *module, PyObject *unused)
{
    pthread_once(&guard, set_direct);
    once(set_by_helper);
    outer_once(set_by_two);
    with_guard(&guard, set_by_guard);
    RUN_ONCE(set_by_macro);
    pthread_once_raw(&guard, set_by_own);
    once(set_also_called);
    set_also_called();
    lies(1, set_by_liar);
    each_time(set_again);
    lib_once(&guard, set_by_both);
    return PyLong_FromLong(direct + by_helper + by_two + by_guard + by_macro + by_own + also_called + named_by_liar
                           + never_once + by_both);
}

static PyMethodDef spam_methods[] = {{"get", spam_get, METH_NOARGS, NULL}, {NULL}};
static struct PyModuleDef spam_module = {PyModuleDef_HEAD_INIT, .m_name = "spam", .m_methods = spam_methods}; //~ INIT005

PyMODINIT_FUNC
PyInit_spam(void)
{
    return PyModuleDef_Init(&spam_module);
}
