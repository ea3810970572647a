# project: zope.interface
# version: 8.7
# python: 3.13
# rule: REF005
# place: src/zope/interface/_zope_interface_coptimizations.c:1422
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: an adapter for super()
# what: An adapter for a `super` object gets what its `__self__` gives. The C code releases that object before
#   it passes it on; if a property makes it, that was its last reference.
# cure: Release `self` after the call of the factory.
from zope.interface import Interface, implementer
from zope.interface.adapter import AdapterRegistry


class IThing(Interface):
    pass


class Base:
    @property
    def __self__(self):
        return Base()


@implementer(IThing)
class Class(Base):
    pass


registry = AdapterRegistry()
registry.register([Interface], Interface, "", lambda thing: repr(thing))
print("an adapter for super()", flush=True)
registry.adapter_hook(Interface, super(Class, Class()))
