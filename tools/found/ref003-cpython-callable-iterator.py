# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF003
# place: Objects/iterobject.c:227
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: next of an iterator
# what: `iter(callable, sentinel)` compares the sentinel that its field holds. The comparison runs the same
#   iterator to its end, which clears the field, and declines: then the freed sentinel is asked for the other
#   side.
# cure: Hold a reference to the sentinel during the comparison.


class Sentinel:
    def __eq__(self, other):
        if not other.last:
            next(numbers, None)
        return NotImplemented if not other.last else True


class Number:
    def __init__(self, last):
        self.last = last

    def __eq__(self, other):
        return repr(other)


answers = [Number(True), Number(False)]
numbers = iter(answers.pop, Sentinel())
print("next of an iterator", flush=True)
next(numbers, None)
