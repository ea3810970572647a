import datetime, weakref
import shapes

assert bytes(memoryview(shapes.Bytes())) == bytes(4)
caller = shapes.Caller()
assert caller(1, 2, 3) == 3 and weakref.ref(caller)() is caller
assert issubclass(shapes.Zone, datetime.tzinfo) and issubclass(shapes.Error, ValueError)
try:
    raise shapes.Error("x")
except ValueError as error:
    assert str(error) == "x"
class Sub(shapes.Error):
    pass
for T in shapes.Bytes, shapes.Caller, shapes.Zone, shapes.Error, Sub:
    counts(T, T)
Other = type(shapes.other())
counts(Other, shapes.other)
try:
    Other()
except TypeError:
    pass
else:
    assert CONVERTED and not FIXED
