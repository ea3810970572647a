try:
    m.fail()
except m.Error:
    pass
else:
    raise AssertionError("it did not fail")
