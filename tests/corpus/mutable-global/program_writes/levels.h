extern int level;
extern int depth;
