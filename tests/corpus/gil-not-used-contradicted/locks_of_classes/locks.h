/* One module a file: which of these hold a lock while they change the variable. */
#include <Python.h>
#include <mutex>
#include <memory>
#include <vector>

class OwnLock { public: OwnLock(std::mutex &m) : m_(m) { m_.lock(); } ~OwnLock() { m_.unlock(); } std::mutex &m_; };
class NoLock { public: NoLock() {} int clock; };
struct Padlock { int n; };
struct Holder { std::mutex inner; void enter() { inner.lock(); } void look() { } };
