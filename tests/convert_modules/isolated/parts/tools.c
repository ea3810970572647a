/* What makes a part is declared in a header that does not know the state. */
#include "tools.h"
#include "parts.h"

PyObject *
make_part(long size)
{
    PartObject *part = PyObject_New(PartObject, &Part_Type);
    if (part != NULL) {
        part->size = size;
        part->weak = NULL;
    }
    return (PyObject *)part;
}
