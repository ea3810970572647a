# project: brotli
# version: 1.2.1
# python: 3.13
# rule: GC021
# place: python/_brotli.c:455
# output: 1000 compressors, 1000 references to their type too many
# what: Each instance of a heap type owns a reference to the type, which the deallocs of this module never
#   release.
# cure: `PyTypeObject *type = Py_TYPE(self)` first, `Py_DECREF(type)` after the memory was freed.
import sys
from brotli import Compressor

before = sys.getrefcount(Compressor)
for _ in range(1000):
    Compressor()
print(f"1000 compressors, {sys.getrefcount(Compressor) - before} references to their type too many")
