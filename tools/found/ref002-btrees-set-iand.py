# project: BTrees
# version: 6.5
# python: 3.13
# needs: cffi==2.1.1, persistent==6.9, zope.interface==8.7
# rule: REF002
# place: src/BTrees/SetTemplate.c:608
# output: 1000 operations, 1000 lists too many
# what: `set &= other` makes a list first. If the other operand is not iterable, the list is not released.
# cure: `Py_DECREF(tmp_list)` on that path, or make the list after the iterator. The same is in
#   `TreeSetTemplate.c`.
import gc
from BTrees.OOBTree import OOSet


def lists():
    gc.collect()
    return sum(type(thing) is list for thing in gc.get_objects())


numbers = OOSet([1])
before = lists()
for _ in range(1000):
    try:
        numbers &= 5
    except TypeError:
        pass
print(f"1000 operations, {lists() - before} lists too many")
