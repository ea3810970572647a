assert m.HEADS == 2
