# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF004
# place: Modules/_operator.c:1859
# ends: SIGSEGV
# output: __reduce__ with less and less memory
# what: Without memory both the call of `partial` and the slice of the arguments fail, and then the NULL of
#   the first is released.
# cure: Test `constructor` for NULL before going on.
import operator
from _testcapi import remove_mem_hooks, set_nomemory

# So many arguments that no tuple from a free list can hold them.
reduce = operator.methodcaller("name", *range(50), key=3).__reduce__
reduce()
print("__reduce__ with less and less memory", flush=True)
for start in range(40, 0, -1):
    set_nomemory(start)
    try:
        reduce()
    except MemoryError:
        pass
    finally:
        remove_mem_hooks()
