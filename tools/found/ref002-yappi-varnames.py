# project: yappi
# version: 1.7.6
# python: 3.13
# rule: REF002
# place: yappi/_yappi.c:740
# output: 1000 functions profiled, 1000 tuples of names leaked
# what: From Python 3.11 on, `PyCode_GetVarnames` gives a new reference, which the profiler never releases:
#   each function that is profiled leaves its names behind.
# cure: Release `co_varnames` after the comparison, on these Pythons.
import sys
import yappi

functions = []
for number in range(1000):
    space = {}
    exec(f"def function(argument{number}): pass", space)
    functions.append(space["function"])
names = [function.__code__.co_varnames for function in functions]
before = sum(map(sys.getrefcount, names))
yappi.start()
for function in functions:
    function(0)
yappi.stop()
yappi.clear_stats()
leaked = sum(map(sys.getrefcount, names)) - before
print(f"1000 functions profiled, {leaked} tuples of names leaked")
