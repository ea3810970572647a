assert m.answer == 42
