# project: hiredis
# version: 3.5.0
# python: 3.13
# rule: ISO001
# place: src/reader.c:33
# output: in another interpreter: Mine
# what: The type is a static variable, so all interpreters of the process have the same one: a class that one
#   interpreter derives from it is handed to the others, which must not touch it.
# cure: Create the type with `PyType_FromModuleAndSpec` in a `Py_mod_exec` slot, and keep it in module state.
import _interpreters
from hiredis.hiredis import Reader


class Mine(Reader):
    pass


# It has imported nothing of this program, and made no class.
interpreter = _interpreters.create("legacy")
code = """
from hiredis.hiredis import Reader
print("in another interpreter:", ", ".join(cls.__name__ for cls in Reader.__subclasses__()))
"""
failed = _interpreters.exec(interpreter, code)
if failed:
    print(failed.formatted)
