import pickle, sys
from positional import Box, is_box

box = Box("x")
assert repr(box) == "Box('x')" and len(box) == 1 and box.get() == "x" and is_box(box) and not is_box(1)
assert Box.__module__ == "positional" and Box.__name__ == "Box" and Box.__doc__ == "A box."
assert pickle.loads(pickle.dumps(Box)) is Box

class Sub(Box):
    pass

sub = Sub(1)
assert not is_box(sub) and isinstance(sub, Box) and type(sub) is Sub
if FIXED:
    try:
        Box.attribute = 1
    except TypeError:
        pass
    else:
        raise AssertionError("its attributes can be set")
counts(Box, lambda: Box(1))
counts(Sub, lambda: Sub(1))
