# project: sgp4
# version: 2.27
# python: 3.13
# rule: ISO012
# place: extension/wrapper.cpp:25
# output: in another interpreter: Mine
# what: The type is a heap type, but a C global holds it, and the module itself is copied for other
#   interpreters: all have the same type, and a class that one derives from it is handed to the others.
# cure: Use multi-phase initialization, and keep the type in module state.
import _interpreters
from sgp4.vallado_cpp import Satrec


class Mine(Satrec):
    pass


# It has imported nothing of this program, and made no class.
interpreter = _interpreters.create("legacy")
code = """
from sgp4.vallado_cpp import Satrec
print("in another interpreter:", ", ".join(cls.__name__ for cls in Satrec.__subclasses__()))
"""
failed = _interpreters.exec(interpreter, code)
if failed:
    print(failed.formatted)
