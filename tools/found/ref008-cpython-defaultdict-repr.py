# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF008
# place: Modules/_collectionsmodule.c:2342
# output: a dict is quoted once: 1 call
# output: a defaultdict is quoted twice: RecursionError
# what: `defaultdict.__repr__` calls `Py_ReprLeave` also where `Py_ReprEnter` has found that the factory is
#   being printed further out. The mark of the outer call is gone, and the next quotation calls itself without
#   end.
# cure: Call `Py_ReprLeave` only if `Py_ReprEnter` returned 0.
from collections import defaultdict


class Factory:
    calls = 0

    def __init__(self, times):
        self.times = times

    def __call__(self):
        pass

    def __repr__(self):
        self.calls += 1
        return "".join(repr(self.dict) for _ in range(self.times))


def show(times):
    factory = Factory(times)
    factory.dict = defaultdict(factory)
    try:
        repr(factory.dict)
        return f"{factory.calls} call"
    except RecursionError:
        return "RecursionError"


print("a dict is quoted once:", show(1))
print("a defaultdict is quoted twice:", show(2))
