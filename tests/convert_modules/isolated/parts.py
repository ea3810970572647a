import importlib.util
import operator
import weakref

part = m.make(8)
assert type(part) is m.Part and operator.index(part.half()) == 4
assert weakref.ref(part)() is part

one = importlib.util.module_from_spec(importlib.util.find_spec("parts"))
one.__spec__.loader.exec_module(one)
assert one.Part is not m.Part and type(one.make(2).half()) is one.Part
