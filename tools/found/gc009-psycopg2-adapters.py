# project: psycopg2-binary
# version: 2.9.13
# python: 3.13
# rule: GC009
# place: psycopg/adapter_asis.c:157
# output: in a cycle through a list: collected
# output: in a cycle through AsIs: not collected
# what: `AsIs` owns the object it adapts and does not support garbage collection. A cycle that leads through
#   it is never freed. 13 other types behave alike.
# cure: Give the types `Py_TPFLAGS_HAVE_GC`, `tp_traverse` and `tp_clear`.
import gc
import weakref
from psycopg2.extensions import AsIs


class Class:
    pass


def collected(wrap):
    thing = Class()
    thing.wrapped = wrap(thing)
    there = weakref.ref(thing)
    del thing
    gc.collect()
    return "collected" if there() is None else "not collected"


print("in a cycle through a list:", collected(lambda thing: [thing]))
print("in a cycle through AsIs:", collected(AsIs))
