# project: persistent
# version: 6.9
# python: 3.13
# needs: cffi==2.1.1, zope.interface==8.7
# rule: CALL003
# place: src/persistent/cPersistence.c:1370
# output: SystemError: <built-in function len> returned a result with an exception set
# what: `_p_sticky` takes the -1 of a value whose truth raises for true, and reports success with an exception
#   set.
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
    len("")  # the next call finds the exception that was left
except (SystemError, ValueError) as error:
    print(f"{type(error).__name__}: {error}")
