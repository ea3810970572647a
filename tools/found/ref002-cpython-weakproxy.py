# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF002
# place: Objects/weakrefobject.c:634
# output: 1000 comparisons, 1000 references too many
# what: The macro `UNWRAP` takes a reference to what a proxy stands for. If the second proxy of a comparison
#   or sum is dead, the function returns without giving up the first one.
# cure: Release what the first `UNWRAP` took before returning from the second.
import sys
import weakref


class Class:
    pass


live = Class()
alive, dead = weakref.proxy(live), weakref.proxy(Class())
before = sys.getrefcount(live)
for _ in range(1000):
    try:
        alive == dead
    except ReferenceError:
        pass
print(f"1000 comparisons, {sys.getrefcount(live) - before} references too many")
