# project: zstandard
# version: 0.25.0
# python: 3.13
# rule: GC013
# place: c-ext/compressor.c:260
# ends: SIGABRT
# env: PYTHONMALLOC=debug
# output: a subclass
# what: A subclass that is made in Python has a GC header before the object. The dealloc frees the object's
#   own address, which is not the start of the block.
# cure: Free through `Py_TYPE(self)->tp_free(self)`.
from zstandard import backend_c


class Compressor(backend_c.ZstdCompressor):
    pass


print("a subclass", flush=True)
Compressor()
