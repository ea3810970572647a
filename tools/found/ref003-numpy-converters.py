# project: numpy
# version: 2.5.5
# python: 3.13
# rule: REF003
# place: numpy/_core/src/multiarray/textreading/rows.c:107
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: converters whose key empties the dict
# what: The reader of text files borrows the converters from their dict. A key empties the dict in its
#   `__index__`, and the converter is used after it was freed.
# cure: Take a reference to `value` before `PyNumber_AsSsize_t`.
import numpy
from numpy._core._multiarray_umath import _load_from_filelike


class Column:
    def __index__(self):
        converters.clear()
        return 0


class Converter:
    def __call__(self, text):
        return 1.0


converters = {Column(): Converter()}
print("converters whose key empties the dict", flush=True)
_load_from_filelike(iter(["1 2\n"]), converters=converters, dtype=numpy.dtype(float), filelike=False)
