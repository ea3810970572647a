void set_hook(void *to);
void set_logger(void *to);
void set_sink(void *to);
void set_source(void *to);
