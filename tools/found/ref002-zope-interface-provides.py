# project: zope.interface
# version: 8.7
# python: 3.13
# rule: REF002
# place: src/zope/interface/_zope_interface_coptimizations.c:2417
# output: 1000 calls, 1000 references too many
# what: `getObjectSpecification` gets `__provides__`. If that is not a specification, or asking raises, it is
#   not released.
# cure: `Py_DECREF(result)` on both paths.
import sys
from zope.interface.declarations import getObjectSpecification


class Class:
    __provides__ = object()


thing = Class()
before = sys.getrefcount(Class.__provides__)
for _ in range(1000):
    getObjectSpecification(thing)
print(f"1000 calls, {sys.getrefcount(Class.__provides__) - before} references too many")
