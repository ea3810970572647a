# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF002
# place: Modules/arraymodule.c:2844
# output: 1000 calls, 1000 references too many
# what: `array.array` asks for the iterator of its second argument first. If the type code is unknown, the
#   iterator is not released.
# cure: `Py_XDECREF(it)` before the last return.
import array
import sys


class Numbers:
    iterator = iter(())

    def __iter__(self):
        return self.iterator


before = sys.getrefcount(Numbers.iterator)
for _ in range(1000):
    try:
        array.array("Z", Numbers())
    except ValueError:
        pass
print(f"1000 calls, {sys.getrefcount(Numbers.iterator) - before} references too many")
