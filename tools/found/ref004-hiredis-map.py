# project: hiredis
# version: 3.5.0
# python: 3.13
# rule: REF004
# place: src/reader.c:105
# ends: SIGSEGV
# output: a map is read without memory
# what: The result of `popitem` is used without a test. Without memory for the pair, NULL is followed.
# cure: Test `last_item` for NULL and leave through the error path.
import hiredis
from _testcapi import remove_mem_hooks, set_nomemory

print("a map is read without memory", flush=True)
for start in range(20):
    reader = hiredis.Reader()
    reader.feed(b"%1\r\n+key\r\n+value\r\n")
    set_nomemory(start, start + 1)
    try:
        reader.gets()
    except MemoryError:
        pass
    finally:
        remove_mem_hooks()
