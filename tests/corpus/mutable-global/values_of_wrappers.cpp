/* A local that is given the value of an object which converts itself is no other name for it. A reference is one. */
template <typename T> struct box { T v; operator T() { return v; } };
struct counter { int n; };
struct special : counter { int more; };

static box<int *> langs;
static box<int> counted; //~ ISO020
static special derived; //~ ISO020
static counter whole; //~ ISO020

int walk() {
  int *first = langs;
  while (first) {
    int *next = first + 1;
    first = next;
  }
  return 1;
}

int change() {
  box<int> &b = counted;
  b.v = 3;
  counter &c = derived;
  c.n = 4;
  auto &w = whole;
  w.n = 5;
  return 1;
}
