/* One entry that calls the other is a program all the same. */
#include <signal.h>

static int done;
static void stop(int number) { done = number; }

int
main(int argc, char **argv)
{
    signal(SIGINT, stop);
    return done + argc + (argv == 0);
}
