# project: CPython
# version: 3.13.5
# python: 3.13
# rule: CALL004
# place: Modules/_zoneinfo.c:2281
# output: SystemError
# what: An `hour` of -1 (of a class that computes it) is taken for an error of `PyLong_AsLong`, although no
#   exception is set.
# cure: Test `hour == -1 && PyErr_Occurred()`.
import datetime
import zoneinfo


class Moment(datetime.datetime):
    hour = -1


try:
    zoneinfo.ZoneInfo("UTC").fromutc(Moment(2020, 1, 1, tzinfo=zoneinfo.ZoneInfo("UTC")))
    zoneinfo.ZoneInfo("Europe/Berlin").utcoffset(Moment(2020, 1, 1))
    print("no error")
except Exception as error:
    print(type(error).__name__)
