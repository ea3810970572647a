# project: persistent
# version: 6.9
# python: 3.13
# needs: cffi==2.1.1, zope.interface==8.7
# rule: REF004
# place: src/persistent/_timestamp.c:472
# ends: SIGSEGV
# output: a later time without memory
# what: The result of `PyObject_New` is used without a test. Without memory for the new time stamp, NULL is
#   written to.
# cure: Test `ts` for NULL and return it.
from _testcapi import remove_mem_hooks, set_nomemory
from persistent.timestamp import TimeStamp

stamp = TimeStamp(2020, 1, 1, 1, 1, 1)
later = stamp.laterThan
print("a later time without memory", flush=True)
for start in range(10):
    set_nomemory(start, start + 1)
    try:
        later(stamp)
    except MemoryError:
        pass
    finally:
        remove_mem_hooks()
