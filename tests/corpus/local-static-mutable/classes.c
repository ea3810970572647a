#include <Python.h>

int
spam(int which)
{
    static int dup3_works = -1; //~ ISO021
    static char buffer[64]; //~ ISO021
    static unsigned long calls; //~ ISO021
    static struct { int a; } settings; //~ ISO021
    static int (*hook)(int); //~ ISO021
    static _Thread_local int depth;
    static _Atomic int running;
    static const int limit = 3;
    static PyMutex lock; //~ ISO023
    static int table[3] = {1, 2, 3}; //~ ISO022
    if (dup3_works == -1) {
        dup3_works = which > 0;
    }
    buffer[0] = 'a';
    calls++;
    settings.a = which;
    hook = spam;
    depth++;
    running++;
    PyMutex_Lock(&lock);
    PyMutex_Unlock(&lock);
    return limit + table[which] + hook(settings.a);
}
