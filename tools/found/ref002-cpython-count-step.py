# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF002
# place: Modules/itertoolsmodule.c:4165
# output: 1000 calls, 1000 objects too many
# what: At `sys.maxsize`, `itertools.count` makes an integer and adds the step. If the addition fails, the
#   integer is not released.
# cure: Release `long_cnt` on that path if it was made there.
import itertools
import sys
from _testcapi import remove_mem_hooks, set_nomemory

numbers = itertools.count(sys.maxsize)


def step():
    set_nomemory(1, 2)  # the integer is allocated, the sum is not
    try:
        next(numbers)
    except MemoryError:
        pass
    finally:
        remove_mem_hooks()


step()
before = sys.getallocatedblocks()
for _ in range(1000):
    step()
print("1000 calls,", round(sys.getallocatedblocks() - before, -2), "objects too many")
