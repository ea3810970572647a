import gc
import importlib.util
import sys
import weakref


def uses(m):
    one, two = m.Counter(1), m.make(2)
    assert type(one) is type(two) is m.Counter
    assert repr(one + two) == "3 of 0", repr(one + two)
    try:
        one + 1
    except TypeError:
        pass
    else:
        raise AssertionError("it did not fail")
    try:
        m.Counter(-1)
    except m.Error:
        pass
    else:
        raise AssertionError("it did not fail")
    assert one.last() is None
    one += two
    assert one.last() is two and one.cache == {"kept": two}
    two.again()
    one.keep()
    assert two.last() is one
    assert type(m.Counter.zero()) is m.Counter

    class Sub(m.Counter):
        pass

    sub = Sub(5)
    assert sub.last() is one and repr(sub) == "5 of 1"
    sub.keep()
    assert type(Sub.zero()) is m.Counter and m.Counter.last(one) is sub
    one.cache.clear()
    (m.Counter(7)).keep()
    one.cache.clear()


def another():
    spec = importlib.util.find_spec("counters")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


uses(another())
# Each module has types and objects of its own.
left, right = another(), another()
assert left.Counter is not right.Counter and left.Error is not right.Error
left.Counter(1).keep()
assert left.make(0).cache is not right.make(0).cache
assert right.make(0).last() is None and right.make(0).cache == {}
try:
    left.make(1) + right.make(1)
except TypeError:
    pass
else:
    raise AssertionError("types of two modules are one")
assert repr(left.make(1) + left.make(1)) == "2 of 1"

# Nothing is left of a module that nobody needs any more. (Objects that the collector does not track, as a counter, would
# keep it where its state holds one.)
spent = another()
assert repr(spent.make(1) + spent.Counter(1)) == "2 of 0"
gone = [weakref.ref(spent), weakref.ref(spent.Counter), weakref.ref(spent.Error)]
del spent
gc.collect()
assert [ref() for ref in gone] == [None, None, None], gone

# Another interpreter with a GIL of its own has its own module.
if sys.version_info >= (3, 12):
    try:
        import _interpreters as interpreters
    except ImportError:
        import _xxsubinterpreters as interpreters
    other = interpreters.create()
    text = f"import sys\nsys.path[:] = {sys.path!r}\nimport counters as m\nassert repr(m.make(1) + m.make(2)) == '3 of 0'\n"
    text += "m.make(1).keep()\nassert len(m.make(1).cache) == 1\n"
    if sys.version_info >= (3, 13):
        failed = interpreters.exec(other, text)
        assert failed is None, failed
    else:
        interpreters.run_string(other, text)
    interpreters.destroy(other)
assert right.make(0).cache == {}
