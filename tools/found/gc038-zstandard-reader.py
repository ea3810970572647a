# project: zstandard
# version: 0.25.0
# python: 3.13
# rule: GC038
# place: c-ext/python-zstandard.h:174
# output: 100 readers, 100 inputs never released
# what: The reader keeps the object that it read from its source until all of it is used. If the reader is
#   dropped before, its dealloc does not release that object.
# cure: `Py_XDECREF(self->readResult)` in `compressionreader_dealloc` and `decompressionreader_dealloc`.
import random
import sys
from zstandard import backend_c

data = random.Random(0).randbytes(1_000_000)


class Source:
    def read(self, size):
        return data


before = sys.getrefcount(data)
for _ in range(100):
    backend_c.ZstdCompressor().stream_reader(Source()).read(10)
print(f"100 readers, {sys.getrefcount(data) - before} inputs never released")
