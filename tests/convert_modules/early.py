import importlib, os, sys

assert m.word == "early"
os.environ["EARLY_FAIL"] = "1"
del sys.modules["early"]
try:
    importlib.import_module("early")
except RuntimeError as error:
    assert str(error) == "as asked"
else:
    raise AssertionError("it did not fail")
del os.environ["EARLY_FAIL"]
importlib.import_module("early")
