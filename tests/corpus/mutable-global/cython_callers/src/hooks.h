#include <stddef.h>

typedef void *(*hook_t)(size_t);

void set_hook(hook_t hook);
void set_logger(hook_t hook);
void set_sink(hook_t hook);
void set_source(hook_t hook);
