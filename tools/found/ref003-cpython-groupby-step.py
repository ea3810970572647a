# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF003
# place: Modules/itertoolsmodule.c:536
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: the next group
# what: `itertools.groupby` compares the keys that its fields hold. The comparison goes on with the same
#   iterator, which replaces the keys, and declines: then a freed key is asked for the other side.
# cure: Hold references to both keys during the comparison.
import itertools


class Key:
    again = True

    def __eq__(self, other):
        if Key.again:
            Key.again = False
            next(groups, None)
            next(groups, None)
        return NotImplemented


groups = itertools.groupby(range(9), lambda _: Key())
next(groups)
print("the next group", flush=True)
next(groups)
