import unused

three = unused.Count(3)
assert list(three) == [3, 2, 1]
assert three.twice() == 6
assert not hasattr(three, "old")
counts(unused.Count, unused.Count)
counts(type(iter(three)), lambda: iter(three))
