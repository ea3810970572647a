/* Python calls what is declared to cffi; a header of the library declares nothing to it. */
#include "hooks.h"

static void *hook; //~ ISO020
static void *logger; //~ ISO020
static void *sink; //~ ISO020
static void *source; //~ ISO020

void set_hook(void *to) { hook = to; }
void set_logger(void *to) { logger = to; }
void set_sink(void *to) { sink = to; }
void set_source(void *to) { source = to; }
