# project: CPython
# version: 3.13.5
# python: 3.13
# rule: CALL001
# place: Objects/descrobject.c:151
# output: the message names the method: True
# output: the message names the type: False
# what: The message for a wrong second argument of `__get__` has the format `%V`, which takes two arguments,
#   and `%s`, but gets two in all: `%s` prints the memory that happens to be at hand, or crashes.
# cure: Use `%U` for `descr_name(descr)`, or pass the fallback that `%V` asks for.
import re

descriptor = vars(re.Pattern)["match"]  # its flags have METH_METHOD
try:
    descriptor.__get__(re.compile(""), 5)
except TypeError as error:
    print("the message names the method:", "'match'" in str(error))
    print("the message names the type:", "'int'" in str(error))
