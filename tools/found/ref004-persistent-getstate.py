# project: persistent
# version: 6.9
# python: 3.13
# needs: cffi==2.1.1, zope.interface==8.7
# rule: REF004
# place: src/persistent/cPersistence.c:418
# ends: SIGSEGV
# output: the state of an object
# what: `convert_name` gives NULL for a name that cannot be encoded as UTF-8. `__getstate__` takes the bytes
#   of that NULL.
# cure: Test `converted` for NULL and leave through `err`.
from persistent import Persistent


class Class(Persistent):
    pass


thing = Class()
thing.__dict__["\ud800"] = 1  # a lone surrogate
print("the state of an object", flush=True)
thing.__getstate__()
