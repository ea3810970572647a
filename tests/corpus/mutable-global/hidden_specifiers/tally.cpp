#include <Python.h>
#include "mark.h"

SPACE_OPEN

template <class T> struct counter {
    BOTH counter(T first) noexcept { sum_ = first; }
    BOTH std::pair<T, T> both() noexcept { ++sum_; return {sum_, sum_}; }

private:
    T sum_;
    long rounds_;
};

static OWN_THREAD int depth;
static int rounds; //~ ISO020

SPACE_CLOSE

static int thread_local_words; //~ ISO020

PyObject *step(PyObject *, PyObject *)
{
    ++thread_local_words;
    tally::rounds++;
    return PyLong_FromLong(++tally::depth);
}
