# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF003
# place: Modules/_functoolsmodule.c:422
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: repr of a partial
# what: The repr of a `functools.partial` borrows the keys of its keywords. A slice is a key that runs foreign
#   code in its repr: that code takes the slice out of the dict, and the slice is read after it was freed.
# cure: Hold a reference to `key` around the call, as is done for `value`.
import functools
from sys import intern


class Part:
    def __hash__(self):
        return 1

    def __repr__(self):
        function.keywords.clear()  # the only reference to the slice
        return "part"


function = functools.partial(print)
function.__setstate__((print, (), {slice(Part(), Part(), Part()): 1}, None))
print("repr of a partial", flush=True)
repr(function)
