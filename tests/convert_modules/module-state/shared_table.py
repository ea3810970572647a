assert m.get() == "last"
assert m.Thing().get() == "last"
