// In a member function a field comes before a variable of the same name outside; so does one of a base.
#include <Python.h>

static int count;
static int depth;
static int level; //~ ISO020

struct Base {
    int depth;
};

class Counter : public Base {
    int count;

public:
    void step() { ++count; }
    void sink();
};

void
Counter::sink()
{
    ++depth;
    ++level;
}

int both() { return count + depth + level; }
