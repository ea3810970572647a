# project: psycopg2-binary
# version: 2.9.13
# python: 3.13
# rule: CALL003
# place: psycopg/adapter_pboolean.c:41
# output: SystemError
# what: `Boolean.getquoted` takes the -1 of a value whose truth raises for true, and returns a result with an
#   exception set.
# cure: Test the result of `PyObject_IsTrue` for -1 and return NULL.
from psycopg2.extensions import Boolean


class Value:
    def __bool__(self):
        raise ValueError("no truth")


try:
    Boolean(Value()).getquoted()
    print("no error")
except (SystemError, ValueError) as error:
    print(type(error).__name__)
