assert m.names == []
assert issubclass(m.Error, Exception)
