# project: kiwisolver
# version: 1.5.1
# python: 3.13
# rule: INIT005
# place: py/src/kiwisolver.cpp:179
# output: ImportError: module kiwisolver._cext does not support loading in subinterpreters
# what: The module has several phases of initialization, but no slot says which interpreters it supports. One
#   with a GIL of its own refuses to import it.
# cure: Add `{Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}` to the slots, once nothing
#   is shared between interpreters.
import _interpreters

# An interpreter with a GIL of its own, as `concurrent.interpreters` makes them.
interpreter = _interpreters.create("isolated")
refused = _interpreters.exec(interpreter, "import kiwisolver")
print(refused.formatted.splitlines()[0] if refused else "imported")
