void set_hook(void *to);
