#include <Python.h>
#include <atomic>
#include <mutex>
#include <string>
#include <vector>

static std::vector<int> numbers; //~ ISO020
static std::vector<int> only_read;
static int by_reference; //~ ISO020
static int by_const_reference;
static std::atomic<int> counter{0};
static std::mutex lock; //~ ISO023

static void
set(int &target)
{
    target = 3;
}

static int
get(const int &source)
{
    return source;
}

int
spam()
{
    std::lock_guard<std::mutex> guard(lock);
    numbers.push_back(1);
    set(by_reference);
    counter.fetch_add(1);
    return get(by_const_reference) + static_cast<int>(only_read.size());
}
