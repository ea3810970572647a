# project: persistent
# version: 6.9
# python: 3.13
# rule: CALL003
# place: src/persistent/cPersistence.c:1370
# output: SystemError
# what: `_p_sticky` takes the -1 of a value whose truth raises for true, and reports success with an exception set.
# cure: Test the result of `PyObject_IsTrue` for -1 and return -1.
from persistent import Persistent


class Class(Persistent):
    pass


class Jar:
    def register(self, thing):
        pass


class Value:
    def __bool__(self):
        raise ValueError("no truth")


thing = Class()
thing._p_jar = Jar()
try:
    thing._p_sticky = Value()
    print("no error")
except (SystemError, ValueError) as error:
    print(type(error).__name__)
