# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF003
# place: Objects/genericaliasobject.c:138
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: repr of an alias
# what: The repr of a generic alias borrows the items of a list among its arguments. A slice runs foreign code
#   in its repr: that code empties the list, and the slice is read after it was freed.
# cure: Hold a reference to the item while its repr is written.
from types import GenericAlias


class Part:
    def __repr__(self):
        items.clear()  # the only reference to the slice
        return "part"


items = [slice(Part(), Part(), Part())]
alias = GenericAlias(list, (items,))
print("repr of an alias", flush=True)
repr(alias)
