#include <Python.h>

struct node { struct node *next; int value; };
typedef struct { PyObject_HEAD int size; } Box;
typedef struct { char *start; } Writer;

char *
copy(const char *text, size_t size)
{
    char *out = PyObject_Malloc(size); //~ FT008
    if (out != NULL) {
        memcpy(out, text, size);
    }
    return out;
}

PyObject **
array(size_t count)
{
    PyObject **items = (PyObject **)PyObject_Malloc(count * sizeof(PyObject *)); //~ FT008
    return items;
}

struct node *
push(struct node *next)
{
    struct node *node = PyObject_Calloc(1, sizeof(struct node)); //~ FT008
    if (node != NULL) {
        node->next = next;
    }
    return node;
}

int
grow(Writer *writer, size_t size)
{
    writer->start = (char *)PyObject_Realloc(writer->start, size); //~ FT008
    return writer->start == NULL ? -1 : 0;
}

PyObject *
object(PyTypeObject *type)
{
    Box *box = (Box *)malloc(sizeof(Box));
    if (box == NULL) {
        return PyErr_NoMemory();
    }
    return PyObject_Init((PyObject *)box, type); //~ FT008
}
