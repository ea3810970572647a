import importlib.util
import sys

label = m.label("one")
assert str(label) == "one" and str(label.again()) == "one" and type(label.again()) is m.Label
try:
    m.label("")
except m.Error:
    pass
else:
    raise AssertionError("it did not fail")

spec = importlib.util.find_spec("several")
one = importlib.util.module_from_spec(spec)
spec.loader.exec_module(one)
assert one.Error is not m.Error and one.Label is not m.Label
assert type(one.label("two").again()) is one.Label

if sys.version_info >= (3, 13):
    import _interpreters as interpreters

    other = interpreters.create()
    failed = interpreters.exec(other, f"import sys\nsys.path[:] = {sys.path!r}\nimport several\nassert str(several.label('x').again()) == 'x'\n")
    assert failed is None, failed
    interpreters.destroy(other)
