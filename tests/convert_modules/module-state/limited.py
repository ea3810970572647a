class Other(m.Thing):
    pass

for thing in m.Thing(), Other():
    try:
        thing.fail()
    except m.Error:
        pass
    else:
        raise AssertionError("it did not fail")
