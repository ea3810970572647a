assert m.get() == 42
