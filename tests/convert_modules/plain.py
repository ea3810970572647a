assert m.__doc__ == "It is plain"
try:
    m.fail()
except m.Error as error:
    assert str(error) == "as asked"
else:
    raise AssertionError("it did not fail")

# It shares an exception: an isolated interpreter must not import it, as it could not before.
import sys
if sys.version_info >= (3, 13):
    import _interpreters as interpreters
    other = interpreters.create()
    failed = interpreters.exec(other, f"import sys\nsys.path[:] = {sys.path!r}\nimport plain\n")
    assert failed is not None and failed.type.__name__ == "ImportError", failed
    interpreters.destroy(other)
