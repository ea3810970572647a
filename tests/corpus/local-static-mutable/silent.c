#include <Python.h>

const char *
name_of(int kind)
{
    static const char *const names[] = {"a", "b"};
    static int never_written = 1; //~ ISO022
    return names[kind & never_written];
}

int
debug_only(void)
{
#if defined(SPAM_DEBUG) && (SPAM_DEBUG >= 3)
    static int calls = 0;
    calls++;
#endif
    return 0;
}
