import importlib, os, sys

assert (m.a, m.b, m.c) == (0, 1, 2)
os.environ["LABELS_FAIL"] = "1"
del sys.modules["labels"]
try:
    importlib.import_module("labels")
except RuntimeError as error:
    assert str(error) == "as asked"
else:
    raise AssertionError("it did not fail")
assert "labels" not in sys.modules
del os.environ["LABELS_FAIL"]
importlib.import_module("labels")
