import importlib.util

assert m.empty == ()
assert m.add(object()) == 1
try:
    m.add("x")
except m.Error:
    pass
else:
    raise AssertionError("it did not fail")

# Each module has objects of its own.
spec = importlib.util.find_spec("errors")
one = importlib.util.module_from_spec(spec)
spec.loader.exec_module(one)
assert one.Error is not m.Error
assert one.add(1) == 1 and one.add(2) == 2 and m.add(1) == 2
