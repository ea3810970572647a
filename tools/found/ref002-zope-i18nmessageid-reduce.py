# project: zope.i18nmessageid
# version: 8.4
# python: 3.13
# rule: REF002
# place: src/zope/i18nmessageid/_zope_i18nmessageid_message.c:214
# output: 1000 calls, 1000 objects too many
# what: `Message.__reduce__` makes a string of the message. If its mapping cannot be copied, the string is not
#   released.
# cure: `Py_DECREF(value)` before that return.
import sys
from zope.i18nmessageid import Message


class Mapping(dict):
    def keys(self):
        raise ValueError


message = Message("text", "domain", None, Mapping())


def reduce(times):
    for _ in range(times):
        try:
            message.__reduce__()
        except ValueError:
            pass


reduce(100)
before = sys.getallocatedblocks()
reduce(1000)
print("1000 calls,", round(sys.getallocatedblocks() - before, -2), "objects too many")
