#include "lib.h"

static int steps; //~ ISO020

int lib_go(void) { return ++steps; }
