/* A pointer begins with a function that sets it. Who only gives it a value calls no such function. */
typedef int (*measure_t)(int);

static int measured(int value) { return value; }

#if defined(__GNUC__)
measure_t length_pointer; //~ INIT017
static void __attribute__((constructor)) begin(void) { length_pointer = measured; }
#else
static int length_proxy(int value);
measure_t length_pointer = length_proxy;
static int length_proxy(int value) { length_pointer = measured; return length_pointer(value); }
#endif

int spam_length(int value) { return measured(value); }

static int width_proxy(int value);
static measure_t width_pointer = width_proxy; //~ ISO020
static int width_proxy(int value) { width_pointer = measured; return width_pointer(value); }

int spam_width(int value) { return width_pointer(value); }
