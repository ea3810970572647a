# project: immutables
# version: 0.21
# python: 3.13
# rule: REF005
# place: immutables/_map.c:3691
# output: 1 update, 1 reference too few
# what: `Map` releases each pair of an update, and keeps the pointer. If the next pair cannot be read, the
#   last one is released once more.
# cure: `Py_CLEAR(fast)` and `Py_CLEAR(item)` at the end of the loop.
import sys
from immutables import Map


def pairs():
    yield pair
    raise ValueError


pair = ["key", "value"]
kept = [pair] * 10  # enough that it is not freed here
before = sys.getrefcount(pair)
try:
    Map(pairs())
except ValueError:
    pass
print(f"1 update, {before - sys.getrefcount(pair)} reference too few")
