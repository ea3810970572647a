assert (m.one, m.two, m.three, m.four) == (1, 2, "three", "four")
