/* What could be const, and what only looks like it. */
#include <Python.h>

typedef struct { const char *name; int value; } constant;
typedef int (*function)(int);

static int one(int x) { return x + 1; }
static constant constants[] = {{"A", 1}, {NULL, 0}}; //~ ISO022
static function table[] = {one, NULL}; //~ ISO022
static struct { int a; } anonymous = {3}; //~ ISO022
static char letters[] = "abc"; //~ ISO022
static int grid[2][2] = {{1, 2}, {3, 4}}; //~ ISO022
static const char *const titles[] = {"a"};
static int (*chosen)(int) = one; //~ ISO022
static int not_initialised;
static int read_by_nobody = 3;
static int *to_another = &grid[0][0]; //~ ISO022
extern int elsewhere;

int
spam(int i)
{
    constant *walk;
    for (walk = constants; walk->name; walk++) {
        i += walk->value;
    }
    return i + table[0](1) + anonymous.a + letters[0] + grid[0][1] + titles[0][0] + chosen(2) + not_initialised + *to_another
        + elsewhere;
}
