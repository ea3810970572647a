void part(void);
