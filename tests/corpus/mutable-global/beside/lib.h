int lib_step(void);
void report(int code);
