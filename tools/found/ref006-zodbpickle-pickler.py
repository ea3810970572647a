# project: zodbpickle
# version: 4.5
# python: 3.13
# rule: REF006
# place: src/zodbpickle/_pickle_33.c:876
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: a pickler without memory for its memo
# what: If there is no memory for the memo, the pickler is released before its field `output_buffer` is set:
#   its dealloc releases what happens to be in that memory.
# cure: Set `output_buffer` to NULL before the first way out.
from _testcapi import remove_mem_hooks, set_nomemory
from zodbpickle.pickle import dumps

dumps(1)
print("a pickler without memory for its memo", flush=True)
set_nomemory(1)  # the pickler is allocated, its memo is not
try:
    dumps(1)
finally:
    remove_mem_hooks()
