/* A field that only ever gets NULL is in no cycle: nothing is lost where its object is not tracked. Its twin is set. */
#include <Python.h>

typedef struct { PyObject_HEAD void *repo; PyObject *index; } Repo;
typedef struct { PyObject_HEAD void *repo; PyObject *tree; } Tree;

static int repo_traverse(Repo *self, visitproc visit, void *arg) { Py_VISIT(self->index); return 0; }
static int repo_clear(Repo *self) { Py_CLEAR(self->index); return 0; }
static void repo_dealloc(Repo *self) { PyObject_GC_UnTrack(self); Py_CLEAR(self->index); PyObject_GC_Del(self); }
static int tree_traverse(Tree *self, visitproc visit, void *arg) { Py_VISIT(self->tree); return 0; }
static int tree_clear(Tree *self) { Py_CLEAR(self->tree); return 0; }
static void tree_dealloc(Tree *self) { PyObject_GC_UnTrack(self); Py_CLEAR(self->tree); PyObject_GC_Del(self); }

static PyTypeObject Repo_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    "m.Repo", sizeof(Repo), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_dealloc = (destructor)repo_dealloc, .tp_traverse = (traverseproc)repo_traverse, .tp_clear = (inquiry)repo_clear,
};
static PyTypeObject Tree_Type = { //~ ISO001
    PyVarObject_HEAD_INIT(NULL, 0)
    "m.Tree", sizeof(Tree), .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_dealloc = (destructor)tree_dealloc, .tp_traverse = (traverseproc)tree_traverse, .tp_clear = (inquiry)tree_clear,
};

PyObject *
wrap_repo(void *repo)
{
    Repo *self = PyObject_GC_New(Repo, &Repo_Type);
    if (self != NULL) {
        self->repo = repo;
        self->index = NULL;
    }
    return (PyObject *)self;
}

PyObject *
wrap_tree(void *repo)
{
    Tree *self = PyObject_GC_New(Tree, &Tree_Type); //~ GC014
    if (self != NULL) {
        self->repo = repo;
        self->tree = NULL;
    }
    return (PyObject *)self;
}

PyObject *
tree_attach(Tree *self, PyObject *tree)
{
    Py_XSETREF(self->tree, Py_NewRef(tree));
    Py_RETURN_NONE;
}
