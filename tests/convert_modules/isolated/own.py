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
spec = importlib.util.find_spec("own")
one = importlib.util.module_from_spec(spec)
spec.loader.exec_module(one)
assert one.Error is not m.Error
assert one.add(1) == 1 and one.add(2) == 2 and m.add(1) == 2

# Another interpreter with a GIL of its own has its own module.
import sys
if sys.version_info >= (3, 12):
    try:
        import _interpreters as interpreters
    except ImportError:
        import _xxsubinterpreters as interpreters
    other = interpreters.create()
    text = f"import sys\nsys.path[:] = {sys.path!r}\nimport own\nassert own.add(1) == 1 and own.empty == ()\n"
    if sys.version_info >= (3, 13):
        failed = interpreters.exec(other, text)
        assert failed is None, failed
    else:
        interpreters.run_string(other, text)
    interpreters.destroy(other)
