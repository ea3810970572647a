import gc
import importlib.util
import weakref

before = m.made()
box = m.box(3)
assert box.size() == 3 and type(box) is m.Box
assert box.box(4).size() == 4
assert m.made() == before + 2
try:
    box.box(-1)
except m.Error:
    pass
else:
    raise AssertionError("it did not fail")

# Another module counts for itself, and goes when nobody has it.
one = importlib.util.module_from_spec(importlib.util.find_spec("grown"))
one.__spec__.loader.exec_module(one)
assert one.made() == 0 and one.Error is not m.Error
gone = weakref.ref(one), weakref.ref(one.Box), weakref.ref(one.Error)
del one
gc.collect()
assert [ref() for ref in gone] == [None, None, None]
