# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF006
# place: Objects/odictobject.c:1848
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: an iterator without memory
# what: If there is no memory for the tuple of an items iterator, the iterator is released before its field
#   `di_odict` is set: its dealloc releases what happens to be in that memory.
# cure: Set `di_odict` and the other fields to NULL first.
from _testcapi import remove_mem_hooks, set_nomemory
from collections import OrderedDict

items = OrderedDict(a=1).items()
kept = [(number, number) for number in range(5000)]  # empties the free list of tuples
print("an iterator without memory", flush=True)
set_nomemory(1)  # the iterator is allocated, its tuple is not
try:
    iter(items)
finally:
    remove_mem_hooks()
