# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF003
# place: Objects/namespaceobject.c:125
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: repr of a namespace
# what: The repr of a `SimpleNamespace` borrows each value from its dict. A slice runs foreign code in its
#   repr: that code deletes the attribute, and the slice is read after it was freed.
# cure: Use `PyDict_GetItemRef`, and release the value after its repr.
from types import SimpleNamespace


class Part:
    def __repr__(self):
        vars(space).clear()  # the only reference to the slice
        return "part"


space = SimpleNamespace(value=slice(Part(), Part(), Part()))
print("repr of a namespace", flush=True)
repr(space)
