# project: gmpy2
# version: 2.3.2
# python: 3.13
# rule: ISO011
# place: src/gmpy2.c:152
# output: before: caught
# output: after another interpreter imports it: DivisionByZeroError, not the one of this interpreter
# what: The module's exception classes are in C globals, and each interpreter that imports the module makes new
#   ones there. From then on the interpreters before it raise the class of the last one, which their `except`
#   clauses do not know.
# cure: Keep the classes in the module's state, `PyModule_GetState`, and take them from there where they are
#   raised.
import _interpreters
import gmpy2


def divide():
    gmpy2.get_context().trap_divzero = True
    try:
        gmpy2.mpfr(1) / 0
    except gmpy2.DivisionByZeroError:
        return "caught"
    except Exception as error:
        return f"{type(error).__name__}, not the one of this interpreter"


print("before:", divide())
# One that shares the GIL, as programs that embed Python make them.
other = _interpreters.create("legacy")
assert _interpreters.exec(other, "import gmpy2") is None
print("after another interpreter imports it:", divide())
