# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF002
# place: Modules/clinic/symtablemodule.c.h:51
# output: 1000 calls, 1000 references too many
# what: `_symtable.symtable` converts the file name first. If the mode is refused, the converted name is not
#   released.
# cure: Release `filename` on the way out.
import _symtable
import sys

name = "".join(["a", "name"])
before = sys.getrefcount(name)
for _ in range(1000):
    try:
        _symtable.symtable("", name, 5)  # the mode must be a string
    except TypeError:
        pass
print(f"1000 calls, {sys.getrefcount(name) - before} references too many")
