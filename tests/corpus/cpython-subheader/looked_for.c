/* A test that looks for the header holds where it is. */
#include <Python.h>
#if defined(__has_include)
#if __has_include("longintrepr.h")
#include "longintrepr.h"
#define HAS_DIGITS 1
#endif
#if __has_include(<token.h>) && !defined(NO_TOKENS)
#include <token.h>
#endif
#endif
#ifdef HAS_DIGITS
#include <genobject.h>
#endif
#if __has_include(<node.h>)
#include <parsetok.h> //~ ABI002
#else
#include <longintrepr.h> //~ ABI002
#endif
