/* One module a file: locks that macros, functions and unknown names take, in one build, in all, or give up again. */
#include <Python.h>

static PyMutex mutex; //~ ISO023
#ifdef Py_GIL_DISABLED
#define LOCK_FT PyMutex_Lock(&mutex)
#define UNLOCK_FT PyMutex_Unlock(&mutex)
#define ENTER_OTHER
#else
#define LOCK_FT
#define UNLOCK_FT
#define ENTER_OTHER PyMutex_Lock(&mutex)
#endif
#define BEGIN do_begin()
#define NOTHING ((void)0)
#define SELF SELF
#define HOLDS(body) do { PyMutex_Lock(&mutex); body; PyMutex_Unlock(&mutex); } while (0)

static inline void do_begin(void) { PyMutex_Lock(&mutex); }
static inline void do_end(void) { PyMutex_Unlock(&mutex); }
static inline void both(void) { do_begin(); do_end(); }
static inline void sometimes(int n) { if (n) PyMutex_Lock(&mutex); }
static inline void looped(void) { do { PyMutex_Lock(&mutex); } while (0); }
static inline void while_loop(int n) { while (n--) PyMutex_Lock(&mutex); }
static inline void in_test(void) { if (PyMutex_IsLocked(&mutex)) return; }
