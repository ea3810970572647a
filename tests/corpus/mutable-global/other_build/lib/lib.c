void lib_go(void)
{
}

#ifdef LIB_TRACE
static int traced; //~ ISO020
void lib_trace(void) { traced++; }
#else
void lib_trace(void) {}
#endif

#ifdef LIB_CACHE
static int cached; //~ ISO020
void lib_cache(void) { cached++; }
#endif
