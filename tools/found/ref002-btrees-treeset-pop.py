# project: BTrees
# version: 6.5
# python: 3.13
# needs: cffi==2.1.1, persistent==6.9, zope.interface==8.7
# rule: REF002
# place: src/BTrees/TreeSetTemplate.c:160
# output: 1000 calls, 1000 references too many
# what: `TreeSet.pop` gets the smallest key, takes another reference to return it, and never releases the
#   first.
# cure: Return `key` itself after the removal, without `Py_INCREF`, and release it on the other paths.
import sys
from BTrees.OOBTree import OOTreeSet

key = "".join(["a", "key"])
before = sys.getrefcount(key)
for _ in range(1000):
    OOTreeSet([key]).pop()
print(f"1000 calls, {sys.getrefcount(key) - before} references too many")
