# project: zope.i18nmessageid
# version: 8.4
# python: 3.13
# rule: HT002
# place: src/zope/i18nmessageid/_zope_i18nmessageid_message.c:119
# output: Message: Message
# output: a subclass: TypeError
# what: `Message.__new__` looks up the module of the class it is called for. A subclass that is made in Python
#   has no module of its own, so it cannot be instantiated.
# cure: Use `PyType_GetModuleByDef` (from 3.11 on), or a class that the defining method passes on.
from zope.i18nmessageid import Message


class Subclass(Message):
    pass


def make(cls):
    try:
        return type(cls("text")).__name__
    except TypeError:
        return "TypeError"


print("Message:", make(Message))
print("a subclass:", make(Subclass))
