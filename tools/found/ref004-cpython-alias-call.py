# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF004
# place: Objects/genericaliasobject.c:624
# ends: SIGSEGV
# output: 0
# output: the alias is called again
# what: `PyVectorcall_Function` gives NULL for a `partial` whose function was changed to one without
#   vectorcall. The alias, made before, calls that NULL.
# cure: Use `PyObject_Vectorcall`, which falls back to `tp_call`.
from functools import partial
from types import GenericAlias


class Function:
    def __call__(self):
        return 0


function = partial(int)
alias = GenericAlias(function, (int,))
print(alias())
function.__setstate__((Function(), (), {}, None))
print("the alias is called again", flush=True)
alias()
