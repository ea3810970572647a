# project: psycopg2-binary
# version: 2.9.13
# python: 3.13
# rule: HT016
# place: psycopg/notify_type.c:202
# ends: SIGSEGV
# output: a Notify without __init__
# what: Only `__init__` sets the fields that the repr follows. `__new__` alone makes an instance in which they
#   are NULL. `Xid`, `Diagnostics`, `ConnectionInfo`, `lobject` and `List` behave alike.
# cure: Set the fields to `None` in `tp_new`, or test them.
from psycopg2.extensions import Notify

thing = Notify.__new__(Notify)
print("a Notify without __init__", flush=True)
repr(thing)
