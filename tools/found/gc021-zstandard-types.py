# project: zstandard
# version: 0.25.0
# python: 3.13
# rule: GC021
# place: c-ext/compressor.c:248
# output: 1000 compressors, 1000 references to their type too many
# what: Each instance of a heap type owns a reference to the type, which the deallocs of this module never
#   release: 18 types can never be freed, and an interpreter that used the module leaks them.
# cure: `PyTypeObject *type = Py_TYPE(self)` first, `Py_DECREF(type)` after the memory was freed.
import sys
from zstandard import backend_c

cls = backend_c.ZstdCompressor
before = sys.getrefcount(cls)
for _ in range(1000):
    cls()
print(f"1000 compressors, {sys.getrefcount(cls) - before} references to their type too many")
