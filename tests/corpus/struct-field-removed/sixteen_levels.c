#include <Python.h>
/* A typedef of a typedef: sixteen steps are followed, not seventeen, and that is said. */

typedef PyTypeObject T1;
typedef T1 T2;
typedef T2 T3;
typedef T3 T4;
typedef T4 T5;
typedef T5 T6;
typedef T6 T7;
typedef T7 T8;
typedef T8 T9;
typedef T9 T10;
typedef T10 T11;
typedef T11 T12;
typedef T12 T13;
typedef T13 T14;
typedef T14 T15;
typedef T15 T16;
typedef T16 T17;

static T15 *within;
static T16 *beyond;
static T17 *farther;

printfunc first(void) { return within->tp_print; } //~ ABI011
printfunc second(void) { return beyond->tp_print; }
printfunc third(void) { return farther->tp_print; }
