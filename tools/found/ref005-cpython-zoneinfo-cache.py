# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF005
# place: Modules/_zoneinfo.c:298
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: a zone
# what: The C code releases the result of `type._weak_cache` and goes on to use it. If the attribute makes a
#   new object each time, that was its last reference.
# cure: Return a new reference from `get_weak_cache`, and release it in the callers.
import zoneinfo


class Meta(type):
    @property
    def _weak_cache(cls):
        return {}


class NoCache:
    def __init_subclass__(cls):
        pass  # the base class would set `_weak_cache`


class Zone(NoCache, zoneinfo.ZoneInfo, metaclass=Meta):
    pass


print("a zone", flush=True)
Zone("UTC")
