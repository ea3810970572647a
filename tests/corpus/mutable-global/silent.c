#include <Python.h>
#include <pthread.h>

typedef const int const_int;
typedef struct { int x, y; } point;

static const int limit = 3;
static const_int other_limit = 4;
static const char *const names[] = {"a", "b"};
static double never_written[3] = {1, 2, 3}; //~ ISO022
static point origin = {0, 0}; //~ ISO022
static _Thread_local int per_thread;
static _Atomic int atomic;
static int only_atomic_steps;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER; //~ ISO023
static char token;
static const char text[] = "text";
static int compared;
static int shadowed = 2;
static int passed_to_const[2];
static char passed_to_reader[2];
static PyMemberDef members[2];
static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};
static int assigned_in_a_macro_that_nobody_uses;

#define UNUSED() (assigned_in_a_macro_that_nobody_uses = 1)

static int
sum(const int *values)
{
    return values[0] + values[1];
}

static int
length(char *values)
{
    return values[0] ? 1 : 0;
}

static int
step(int *counter)
{
    return __atomic_fetch_add(counter, 1, 0);
}

int
spam(int shadowed)
{
    int *pointer;
    int local = 0;
    pointer = &local;
    *pointer = 3;
    shadowed = 1;
    per_thread++;
    __atomic_store_n(&only_atomic_steps, 1, 0);
    step(&only_atomic_steps);
    pthread_mutex_lock(&mutex);
    pthread_mutex_unlock(&mutex);
    if (compared == 1 || (void *)&token == (void *)pointer) {
        return limit + other_limit + (int)never_written[0] + origin.x + text[0] + names[0][0];
    }
    return sum(passed_to_const) + length(passed_to_reader) + shadowed + assigned_in_a_macro_that_nobody_uses
        + (members[0].name == methods[0].ml_name);
}

int
value(void)
{
    return shadowed + atomic;
}
