# project: ciso8601
# version: 2.4.1
# python: 3.13
# rule: REF002
# place: timezone.c:137
# output: 1000 copies, 1000 objects too many
# what: `FixedOffset.__getinitargs__`, which copies and pickles call, packs a new number into a tuple and
#   never gives up its own reference to it.
# cure: `Py_BuildValue("(i)", self->offset)`.
import sys
import ciso8601

zone = ciso8601.FixedOffset(3661)


def copy():
    zone.__getinitargs__()


copy()
before = sys.getallocatedblocks()
for _ in range(1000):
    copy()
print("1000 copies,", round(sys.getallocatedblocks() - before, -2), "objects too many")
