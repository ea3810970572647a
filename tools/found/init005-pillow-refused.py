# project: pillow
# version: 13.0.0
# python: 3.13
# rule: INIT005
# place: src/_imaging.c:5116
# output: ImportError: module PIL._imaging does not support loading in subinterpreters
# what: The module has several phases of initialization, but no slot says which interpreters it supports. One
#   with a GIL of its own refuses to import it.
# cure: Add `{Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED}` to the slots, once nothing
#   is shared between interpreters.
import _interpreters

# An interpreter with a GIL of its own, as `concurrent.interpreters` makes them.
interpreter = _interpreters.create("isolated")
refused = _interpreters.exec(interpreter, "import PIL._imaging")
print(refused.formatted.splitlines()[0] if refused else "imported")
