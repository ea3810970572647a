// Every type of lock, of what is waited for and of what is run once, by its name: only locks are findings.
#include <Python.h>

static boost::condition_variable v1;
static boost::mutex v2; //~ ISO023
static boost::once_flag v3;
static boost::recursive_mutex v4; //~ ISO023
static boost::recursive_timed_mutex v5; //~ ISO023
static boost::shared_mutex v6; //~ ISO023
static boost::timed_mutex v7; //~ ISO023
static nanobind::ft_mutex v8; //~ ISO023
static pybind11::gil_safe_call_once_and_store v9;
static std::binary_semaphore v10; //~ ISO023
static std::condition_variable v11;
static std::condition_variable_any v12;
static std::counting_semaphore v13; //~ ISO023
static std::mutex v14; //~ ISO023
static std::once_flag v15;
static std::recursive_mutex v16; //~ ISO023
static std::recursive_timed_mutex v17; //~ ISO023
static std::shared_mutex v18; //~ ISO023
static std::shared_timed_mutex v19; //~ ISO023
static std::timed_mutex v20; //~ ISO023

void *
use(int n)
{
    switch (n) {
    case 1: return &v1;
    case 2: return &v2;
    case 3: return &v3;
    case 4: return &v4;
    case 5: return &v5;
    case 6: return &v6;
    case 7: return &v7;
    case 8: return &v8;
    case 9: return &v9;
    case 10: return &v10;
    case 11: return &v11;
    case 12: return &v12;
    case 13: return &v13;
    case 14: return &v14;
    case 15: return &v15;
    case 16: return &v16;
    case 17: return &v17;
    case 18: return &v18;
    case 19: return &v19;
    case 20: return &v20;
    }
    return NULL;
}
