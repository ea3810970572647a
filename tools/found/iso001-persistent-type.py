# project: persistent
# version: 6.9
# python: 3.13
# needs: cffi==2.1.1, zope.interface==8.7
# rule: ISO001
# place: src/persistent/cPersistence.c:1596
# output: in another interpreter: Mine
# what: The type is a static variable, so all interpreters of the process have the same one: a class that one
#   interpreter derives from it is handed to the others, which must not touch it.
# cure: Create the type with `PyType_FromModuleAndSpec` in a `Py_mod_exec` slot, and keep it in module state.
import _interpreters
from persistent.cPersistence import Persistent


class Mine(Persistent):
    pass


# It has imported nothing of this program, and made no class.
interpreter = _interpreters.create("legacy")
code = """
from persistent.cPersistence import Persistent
print("in another interpreter:", ", ".join(cls.__name__ for cls in Persistent.__subclasses__()))
"""
failed = _interpreters.exec(interpreter, code)
if failed:
    print(failed.formatted)
