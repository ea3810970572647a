assert m.__doc__ == "one text" and m.itself is m
