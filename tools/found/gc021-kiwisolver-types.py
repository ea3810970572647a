# project: kiwisolver
# version: 1.5.1
# python: 3.13
# rule: GC021
# place: py/src/variable.cpp:84
# output: 1000 variables, 1000 references to their type too many
# what: Each instance of a heap type owns a reference to the type, which the deallocs of this module never
#   release: six types can never be freed.
# cure: `PyTypeObject* type = Py_TYPE(self)` first, `Py_DECREF(type)` after `tp_free`.
import sys
from kiwisolver import Variable

before = sys.getrefcount(Variable)
for _ in range(1000):
    Variable("x")
print(f"1000 variables, {sys.getrefcount(Variable) - before} references to their type too many")
