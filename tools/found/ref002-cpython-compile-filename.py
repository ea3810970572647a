# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF002
# place: Python/clinic/bltinmodule.c.h:364
# output: 1000 calls, 1000 references too many
# what: `compile` converts the file name first. If a later argument is refused, the converted name is not
#   released.
# cure: Release `filename` on the way out, as Argument Clinic does for other converters, or use
#   `PyUnicode_FSDecoder` with its clean-up.
import sys

name = "".join(["a", "name"])
before = sys.getrefcount(name)
for _ in range(1000):
    try:
        compile("", name, 5)  # the mode must be a string
    except TypeError:
        pass
print(f"1000 calls, {sys.getrefcount(name) - before} references too many")
