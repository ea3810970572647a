# project: numpy
# version: 2.5.5
# python: 3.13
# rule: GC009
# place: numpy/_core/src/multiarray/arrayobject.c:1263
# output: in a cycle through a list: collected
# output: in a cycle through an array of objects: not collected
# what: Arrays of objects own objects, and arrays do not support garbage collection. A cycle that leads
#   through one is never freed.
# cure: `Py_TPFLAGS_HAVE_GC` and a `tp_traverse` for arrays that hold objects; until then, break such cycles
#   by hand.
import gc
import weakref
import numpy


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
print("in a cycle through an array of objects:", collected(lambda thing: numpy.array([thing])))
