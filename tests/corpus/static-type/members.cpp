#include <Python.h>

namespace a {
PyTypeObject Namespaced_Type = {PyVarObject_HEAD_INIT(NULL, 0) "a.T"}; //~ ISO001
struct Holder {
    static PyTypeObject Declared_Type;
    static inline PyTypeObject Inline_Type = {PyVarObject_HEAD_INIT(NULL, 0) "a.I"}; //~ ISO001
    static PyTypeObject *pointer;
};
PyTypeObject Holder::Declared_Type = {PyVarObject_HEAD_INIT(NULL, 0) "a.D"}; //~ ISO001
} // namespace a
