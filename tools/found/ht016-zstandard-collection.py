# project: zstandard
# version: 0.25.0
# python: 3.13
# rule: HT016
# place: c-ext/bufferutil.c:468
# ends: SIGSEGV
# output: the length of a collection without __init__
# what: Only `__init__` sets the field that `len` follows. `__new__` alone makes an instance in which it is
#   NULL.
# cure: Test the field, or set it up in `tp_new`.
from zstandard import backend_c

cls = backend_c.BufferWithSegmentsCollection
print("the length of a collection without __init__", flush=True)
len(cls.__new__(cls))
