assert m.number == 3
