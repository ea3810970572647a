/* Macros that are not understood as code: what their words write, and through what. */
#include <Python.h>

struct part { int n; struct part *next; int list[4]; };

static int plain, stepped, before, paren, casted, indexed[4], twice_indexed[2][2], shadow, declared, pasted_one, pasted_1_two, by_address, by_name, read_only, by_keyword, by_call; //~ ISO020 ISO020 ISO020 ISO020 ISO020 ISO020 ISO020 ISO020 ISO020 ISO020 ISO020 ISO020
static struct part part, *pointer, whole; //~ ISO020 ISO020
static int *pointee, *element;
static struct part *chain;

#define SET_PLAIN(v) begin: plain = (v); if (v) goto begin
#define STEP() l1: stepped++; if (0) goto l1
#define BEFORE() l2: ++before; if (0) goto l2
#define PAREN() l3: (paren) = 1; if (0) goto l3
#define CAST() l4: *(int *)&casted = 1; if (0) goto l4
#define INDEX(i) l5: indexed[i] = (i); if (0) goto l5
#define INDEX2(i) l6: twice_indexed[(i)][0] += (i); if (0) goto l6
#define PART(v) l7: part.n = (v); if (0) goto l7
#define PART_OF(v) l8: part.next->n = (v); if (0) goto l8
#define POINTEE(v) l9: *pointee = (v); if (0) goto l9
#define POINTEE2(v) l10: (*pointer).n = (v); if (0) goto l10
#define ELEMENT(v) l11: element[0] = (v); if (0) goto l11
#define CHAIN(v) l12: chain->next->n = (v); if (0) goto l12
#define DECLARED() l13: { int declared = 1; declared++; } if (0) goto l13
#define POINTER_DECLARED() l14: { int *shadow = 0; shadow = 0; } if (0) goto l14
#define PASTE(x) l15: pasted_##x = 1; if (0) goto l15
#define PASTE2(x) l16: pasted_1_##x++; if (0) goto l16
#define ADDRESS(f) l17: f(&by_address); if (0) goto l17
#define NAME(f) l18: f(by_name); if (0) goto l18
#define READ(v) l19: (v) = read_only; if (0) goto l19
#define KEYWORD() l20: return by_keyword = 1, NULL; if (0) goto l20
#define CALLED() l21: by_call = f(1)(2); if (0) goto l21
#define WHOLE(p) l22: whole = *(p); if (0) goto l22

static void sink(int *p) { *p = 1; }
static void look(int n) { }

static PyObject *
run(PyObject *self, PyObject *arg)
{
    int v = 1;
    SET_PLAIN(v);
    STEP();
    BEFORE();
    PAREN();
    CAST();
    INDEX(1);
    INDEX2(1);
    PART(1);
    PART_OF(1);
    POINTEE(1);
    POINTEE2(1);
    ELEMENT(1);
    CHAIN(1);
    DECLARED();
    POINTER_DECLARED();
    PASTE(one);
    PASTE2(two);
    ADDRESS(sink);
    NAME(look);
    READ(v);
    CALLED();
    WHOLE(pointer);
    KEYWORD();
}

static PyMethodDef methods[] = {{"run", run, METH_O}, {NULL}};
static PyModuleDef def = {PyModuleDef_HEAD_INIT, "macros", NULL, 0, methods}; //~ INIT005
PyMODINIT_FUNC PyInit_macros(void) { return PyModuleDef_Init(&def); }
