/* A program: it uses the library, and what it holds is its own. */
#include <stdio.h>

int next_number(void);
static int lines;

int
main(void)
{
    lines++;
    return printf("%d", lines + next_number());
}
