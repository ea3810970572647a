#ifndef SHARED_H
#define SHARED_H

typedef const int fixed_t;

#if defined(_MSC_VER)
#  define SHARED_LOCAL __declspec(thread)
#else
#  define SHARED_LOCAL __thread
#endif

static int shared_calls;

#endif
