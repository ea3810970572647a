import asked
box = asked.Box(1)
assert type(box).__name__ == "Box" and gc.is_tracked(box)
counts(asked.Box, lambda: asked.Box([]))
assert asked.Pad.__module__ == "asked" and asked.Row() is not asked.Cell()
counts(asked.Row, asked.Row)
assert type(asked.lid()).__name__ == "Lid"
# Its methods were found when it was made ready by its first use.
late = asked.late()
assert repr(late) == "late" and late.one() == 1
counts(asked.Tag_Type, asked.Tag_Type)
counts(asked.Rim, asked.Rim)
assert asked.Tip_Type.__name__ == "Tip"
if CONVERTED:
    counts(type(asked.lid()), asked.lid)
    counts(type(late), asked.late)
    assert all(t.__flags__ & 1 << 9 for t in (asked.Box, asked.Pad, asked.Row, asked.Cell, type(late), type(asked.lid())))
