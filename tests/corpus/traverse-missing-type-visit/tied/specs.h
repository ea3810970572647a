#if defined(PYPY_VERSION)
#define MY_TYPE_SPECS 0
#elif defined(MY_LIMITED_API)
#define MY_TYPE_SPECS 1
#else
#ifndef MY_TYPE_SPECS
#define MY_TYPE_SPECS 0
#endif
#endif
