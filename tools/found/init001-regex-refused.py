# project: regex
# version: 2026.11.15
# python: 3.13
# rule: INIT001
# place: src/_regex.c:26627
# output: ImportError: module _regex does not support loading in subinterpreters
# what: The module uses single-phase initialization. An interpreter with a GIL of its own refuses to import
#   it.
# cure: Return `PyModuleDef_Init(&def)` from the init function, do the work in a `Py_mod_exec` slot, move
#   shared objects to module state, and add `Py_mod_multiple_interpreters`.
import _interpreters

# An interpreter with a GIL of its own, as `concurrent.interpreters` makes them.
interpreter = _interpreters.create("isolated")
refused = _interpreters.exec(interpreter, "import regex._regex")
print(refused.formatted.splitlines()[0] if refused else "imported")
