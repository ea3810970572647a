from plus import Value

assert len(Value(3)) == 3 and Value.__doc__ == "A value." and Value.__module__ == "plus"
counts(Value, lambda: Value(1))
