struct times { int year; };
struct times *times_shared(const long *seconds);
struct times *times_into(const long *seconds, struct times *out);

//#define PROFILE
static unsigned long removed; //~ ISO020
static unsigned long added; //~ ISO020
static inline void remove_call(void) { removed++; }
static inline void add_call(void) { added++; }
#ifdef PROFILE
#define REMOVE_CALL() remove_call()
#else
#define REMOVE_CALL()
#endif
