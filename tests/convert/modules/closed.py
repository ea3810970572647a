from closed import Counter, count

assert list(count()) == [0, 1, 2]
if FIXED or not CONVERTED:
    try:
        Counter()
    except TypeError as error:
        assert "cannot create" in str(error), error
    else:
        raise AssertionError("it can be called")
assert Counter.__module__ == ("closed" if CONVERTED else "builtins"), Counter.__module__
counts(Counter, count)
