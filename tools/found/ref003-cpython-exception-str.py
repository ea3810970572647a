# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF003
# place: Objects/exceptions.c:127
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: str of an exception
# what: `str` of an exception borrows what its field `args` holds. A slice runs foreign code in its repr: that
#   code sets `args`, and the slice is read after it was freed.
# cure: Hold a reference to the tuple while its items are used.


class Part:
    def __repr__(self):
        error.args = ()  # the only reference to the slice
        return "part"


error = ValueError(slice(Part(), Part(), Part()))
print("str of an exception", flush=True)
str(error)
