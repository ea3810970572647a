import importlib, sys
import split

assert split.check(split.Point()) == "split.Point" and split.check(split.Place()) == "split.Place"
assert type(split.Place() - split.Point()) is split.Point and hash(split.Point()) == 7
try:
    split.check(1)
except TypeError as error:
    assert "Point" in str(error), error
counts(split.Point, split.Point)
counts(split.Place, split.Place)
counts(split.Point, lambda: split.Point() - split.Point())
first = split
del sys.modules["split"]
again = importlib.import_module("split")
assert again is not first and again.Point is first.Point
