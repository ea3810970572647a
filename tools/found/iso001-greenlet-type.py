# project: greenlet
# version: 3.5.6
# python: 3.13
# rule: ISO001
# place: src/greenlet/PyGreenlet.cpp:785
# output: in another interpreter: UnswitchableGreenlet, Mine
# what: The type is a static variable, so all interpreters of the process have the same one: a class that one
#   interpreter derives from it is handed to the others, which must not touch it.
# cure: Create the type with `PyType_FromModuleAndSpec` in a `Py_mod_exec` slot, and keep it in module state.
import _interpreters
from greenlet._greenlet import greenlet


class Mine(greenlet):
    pass


# It has imported nothing of this program, and made no class.
interpreter = _interpreters.create("legacy")
code = """
from greenlet._greenlet import greenlet
print("in another interpreter:", ", ".join(cls.__name__ for cls in greenlet.__subclasses__()))
"""
failed = _interpreters.exec(interpreter, code)
if failed:
    print(failed.formatted)
