assert m.one == 1
