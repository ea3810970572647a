import gc
import importlib.util
import weakref

strict, loose = m.Handler(), m.Handler(True)
before = len(m.names)
strict(1)
loose("x")
assert m.names[before:] == [1]
for handler, value, error in (strict, None, m.Error), (loose, 1, m.Other):
    try:
        handler(value)
    except error as raised:
        assert type(raised) is error
    else:
        raise AssertionError("it did not fail")

one = importlib.util.module_from_spec(importlib.util.find_spec("callbacks"))
one.__spec__.loader.exec_module(one)
one.Handler()(2)
assert one.names == [2] and 2 not in m.names
gone = weakref.ref(one), weakref.ref(one.Error), weakref.ref(one.Handler)
del one
gc.collect()
assert [ref() for ref in gone] == [None] * 3
