# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF003
# place: Modules/atexitmodule.c:290
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: unregister
# what: `atexit.unregister` compares with the function that an entry holds. The comparison removes all entries
#   and declines: then the freed function is asked for the other side.
# cure: Hold a reference to `cb->func` during the comparison, and look at the entry anew after it.
import atexit


class Function:
    def __call__(self):
        pass

    def __eq__(self, other):
        atexit._clear()  # the only reference to the function
        return NotImplemented


class Other:
    def __eq__(self, other):
        return repr(other)


atexit.register(Function())
print("unregister", flush=True)
atexit.unregister(Other())
