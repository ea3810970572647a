// Classes and structs of C++, and what only looks like an object.
#include <Python.h>

struct Node {
    PyObject_HEAD
    Node *next;
    static Node sentinel;
};
Node Node::sentinel; //~ ISO003

struct Derived : Node {
    int more;
};
static Derived derived; //~ ISO003

struct Holder {
    int count;
    PyObject *object;
};
static Holder never_written;
static PyModuleDef module_definition = {PyModuleDef_HEAD_INIT, "m"};

Node *get(int i) { return i + (int)module_definition.m_size ? &Node::sentinel : never_written.count ? nullptr : &derived; }
