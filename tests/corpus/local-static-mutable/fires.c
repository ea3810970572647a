#include <Python.h>

void setup(void);

void
ensure(void)
{
    static int initialized = 0; //~ ISO021
    if (!initialized) {
        setup();
        initialized = 1;
    }
}

const char *
describe(int code)
{
    static char buffer[32]; //~ ISO021
    PyOS_snprintf(buffer, sizeof(buffer), "%d", code);
    return buffer;
}
