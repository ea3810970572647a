# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF003
# place: Modules/itertoolsmodule.c:705
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: the next value of a group
# what: A group of `itertools.groupby` compares the key that a field of its parent holds. The comparison goes
#   on with the parent, which replaces the key, and declines: then the freed key is asked for the other side.
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
_, group = next(groups)
next(group)
print("the next value of a group", flush=True)
next(group)
