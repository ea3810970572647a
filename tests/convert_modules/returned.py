assert m.two() == 2
