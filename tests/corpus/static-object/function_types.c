/* Function types with parentheses around the name. */
#include <Python.h>

typedef struct { PyObject_HEAD int n; } Descr;

typedef int (TraverseLoop)(
        void *context, const Descr *descr, char *data,
        Py_ssize_t size, Py_ssize_t stride);

typedef int(GetLoop)(
        void *context, const Descr *descr,
        int aligned, Py_ssize_t fixed_stride,
        TraverseLoop **out_loop);

typedef PyObject *(Maker)(Descr *, PyObject *, char *);
typedef void (*Plain)(struct other *, int status);

static Descr one; //~ ISO003
GetLoop *chosen;

int use(Maker *make) { return make != NULL && chosen != NULL && one.n; }
