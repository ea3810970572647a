/* Macros that stand for members of a class, for the body of a function or for the clauses behind `try {…}`: what stands
   around them is read. */
#include <Python.h>
#include <new>

#define EACH_HOOK HOOK(push) HOOK(pop)
#define MEMBER(name) struct name##_t *name; int name##_count
#define GIVES(E) -> decltype((E)) { return (E); }
#define OUT_OF_MEMORY(NS) catch (NS::bad_alloc &) { return PyErr_NoMemory(); }
#define API void

struct hooks {
  struct {
#define HOOK(name) int (*name)(void);
    EACH_HOOK
#undef HOOK
  } func;

  struct {
#define HOOK(name) void *name;
    EACH_HOOK
#undef HOOK
  } *data;

  void *get(void) { return data ? data->push : nullptr; }
};

static int behind_lists; //~ ISO020
int bump_lists() { return ++behind_lists; }

class outer {
public:
  MEMBER (left)
  MEMBER (right)

private:
  struct {
    UNKNOWN_LIST
  } *more;
  API
  reset();
  int kept;
};

static int behind_calls; //~ ISO020
int bump_calls() { return ++behind_calls; }

struct plan { int *a; };

struct loader {
  auto operator () (plan *p)
  GIVES (p->a ? p->a : nullptr)
};

template <class T> int count(const T &of) noexcept {
  MEMBER
  (of)
  return 1;
}

static int behind_bodies; //~ ISO020
int bump_bodies() { return ++behind_bodies; }

static PyObject *
grow(PyObject *self, PyObject *args)
{
  try {
    int *p = new int[3];
    delete[] p;
    Py_RETURN_NONE;
  } OUT_OF_MEMORY (std)
}

static int behind_clauses; //~ ISO020
int bump_clauses() { return ++behind_clauses; }

static const int never_changed = 1;
int get_constant() { return never_changed; }
