assert m.__doc__ == "It is plain"
try:
    m.fail()
except m.Error as error:
    assert str(error) == "as asked"
else:
    raise AssertionError("it did not fail")
