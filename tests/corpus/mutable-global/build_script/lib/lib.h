int lib_go(void);
