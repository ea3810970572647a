void prepare(int);
void tune(int);
int base_level(void);
