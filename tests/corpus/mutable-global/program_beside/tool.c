#include <stdio.h>

void core_prepare(void);
int core_init(void);
int core_use(int value);
extern int verbosity;

int
main(int argc, char **argv)
{
    core_prepare();
    core_init();
    verbosity = argc;
    return core_use(argc);
}
