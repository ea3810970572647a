#include <Python.h>

struct Connection
{
    PyObject_HEAD
    long maxwrite;

    int GetMaxLength(int ctype) const
    {
        assert(ctype == 1 || ctype == 2 || ctype == 3);
        if (maxwrite != 0)
            return (int)maxwrite;
        if (ctype == 1)
            return binary_maxlength;
        return varchar_maxlength;
    }

    int varchar_maxlength;
    int binary_maxlength;
    Connection *next;
    bool need_long_data_len;
};

inline void touch(Connection *c) { c->need_long_data_len = true; }
