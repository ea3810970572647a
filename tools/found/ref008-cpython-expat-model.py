# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF008
# place: Modules/pyexpat.c:532
# ends: SIGSEGV
# output: a deep content model
# what: The content model of an element is turned into tuples by a function that calls itself for each part,
#   without a limit. A document with a deeply nested model ends the C stack.
# cure: Surround the calls with `Py_EnterRecursiveCall` and `Py_LeaveRecursiveCall`.
from xml.parsers import expat

depth = 500_000
parser = expat.ParserCreate()
parser.ElementDeclHandler = lambda name, model: None
print("a deep content model", flush=True)
parser.Parse("<!DOCTYPE a [<!ELEMENT a " + "(" * depth + "b" + ")" * depth + ">]><a/>", True)
