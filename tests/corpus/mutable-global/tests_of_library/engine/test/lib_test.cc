#include "lib_test.h"

static int failures; //~ ISO020

void note()
{
    failures++;
}

TEST(Lib, Step)
{
    note();
}
