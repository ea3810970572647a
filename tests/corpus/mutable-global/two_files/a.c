#include "shared.h"

int written_elsewhere; //~ ISO020
int read_elsewhere = 3;
static int same_name = 1; //~ ISO022
double by_function[2]; //~ ISO020

int
spam(void)
{
    fill(by_function);
    return same_name + read_elsewhere + header_count();
}
