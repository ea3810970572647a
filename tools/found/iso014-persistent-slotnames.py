# project: persistent
# version: 6.9
# python: 3.13
# needs: cffi==2.1.1, zope.interface==8.7
# rule: ISO014
# place: src/persistent/cPersistence.c:35
# output: called in interpreter 1: the function of interpreter 0
# what: A function of `copyreg` is imported once and kept in a C global. Other interpreters call the function
#   of the first one, which must not be shared.
# cure: Keep it in module state, or import it where it is used.
import _interpreters
import copyreg

original = copyreg._slotnames


def slotnames(cls):
    here = _interpreters.get_current()[0]
    print("called in interpreter", here, end=": the function of interpreter 0\n", flush=True)
    return original(cls)


copyreg._slotnames = slotnames
from persistent import cPersistence  # noqa: E402 - it takes the function now

interpreter = _interpreters.create("legacy")
code = """
from persistent.cPersistence import Persistent
class Class(Persistent): pass
Class().__getstate__()
"""
failed = _interpreters.exec(interpreter, code)
if failed:
    print(failed.formatted)
