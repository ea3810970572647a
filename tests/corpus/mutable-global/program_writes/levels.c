#include "levels.h"

/* Only the program sets it. */
int level = 3;
/* Methods set it. */
int depth = 4; //~ ISO020
