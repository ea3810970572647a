# project: guppy3
# version: 3.1.7
# python: 3.13
# rule: CALL003
# place: src/heapy/nodegraph.c:973
# output: SystemError
# what: `NodeGraph` takes the -1 of a value whose truth raises for true, and returns a result with an
#   exception set.
# cure: Test the result of `PyObject_IsTrue` for -1 and return NULL.
from guppy.heapy.heapyc import NodeGraph


class Value:
    def __bool__(self):
        raise ValueError("no truth")


try:
    NodeGraph(is_mapping=Value())
    print("no error")
except (SystemError, ValueError) as error:
    print(type(error).__name__)
