# project: coverage
# version: 7.17.3
# python: 3.13
# rule: CALL003
# place: coverage/ctracer/tracer.c:1015
# output: SystemError
# what: `CTracer.start` takes the -1 of a value whose truth raises for true, and returns a result with an
#   exception set.
# cure: Test the result of `PyObject_IsTrue` for -1 and return NULL.
import sys
from coverage.tracer import CTracer


class Value:
    def __bool__(self):
        raise ValueError("no truth")


tracer = CTracer()
tracer.trace_arcs = Value()
name = "no error"
try:
    tracer.start()
except (SystemError, ValueError) as error:
    name = type(error).__name__
sys.settrace(None)
print(name)
