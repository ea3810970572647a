/* Files of Cython call what they speak of; a declaration calls nothing. */
#include "hooks.h"

static hook_t hook; //~ ISO020
static hook_t logger; //~ ISO020
static hook_t sink; //~ ISO020
static hook_t source; //~ ISO020

void set_hook(hook_t to) { hook = to; }
void set_logger(hook_t to) { logger = to; }
void set_sink(hook_t to) { sink = to; }
void set_source(hook_t to) { source = to; }
