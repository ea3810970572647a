# project: persistent
# version: 6.9
# python: 3.13
# needs: cffi==2.1.1, zope.interface==8.7
# rule: REF005
# place: src/persistent/cPickleCache.c:1087
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: a class is put into the cache
# what: The message about an oid of a wrong type is made from the oid after it was released.
# cure: Make the message first, then release `oid`.
from persistent import PickleCache


class Meta(type):
    _p_jar = None

    @property
    def _p_oid(cls):
        return type("Oid", (), {})()


class Class(metaclass=Meta):
    pass


class Jar:
    pass


cache = PickleCache(Jar())
print("a class is put into the cache", flush=True)
cache[b"12345678"] = Class
