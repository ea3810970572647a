# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF001
# place: Modules/posixmodule.c:8187
# output: 1000 calls, 1000 references too few
# what: `os.sched_param.__reduce__` gives up a reference that `PyStructSequence_GetItem` only lends: each copy or pickle takes one from the priority, until it is freed while it is used.
# cure: Use `O` instead of `N` in the format of `Py_BuildValue`.
import os
import sys

priority = int("123456789")
kept = [priority] * 2000  # enough that it is not freed here
param = os.sched_param(priority)
before = sys.getrefcount(priority)
for _ in range(1000):
    param.__reduce__()
print(f"1000 calls, {before - sys.getrefcount(priority)} references too few")
