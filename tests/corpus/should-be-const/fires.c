#include <Python.h>

static double weights[3] = {0.25, 0.5, 0.25}; //~ ISO022
static int limit = 3; //~ ISO022
static const char *names[] = {"a", "b"}; //~ ISO022
static const char *title = "spam"; //~ ISO022

static int
local_table(int i)
{
    static int table[2] = {1, 2}; //~ ISO022
    return table[i];
}

double
spam(int i)
{
    return weights[i] * limit + names[i][0] + title[0] + local_table(i);
}
