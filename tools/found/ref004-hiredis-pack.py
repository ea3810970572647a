# project: hiredis
# version: 3.5.0
# python: 3.13
# rule: REF004
# place: src/pack.c:89
# ends: SIGSEGV
# output: a command with a number
# what: `pack_command` uses the repr of a float without testing it. If a subclass raises in its repr, NULL is
#   followed.
# cure: Test `repr` for NULL and leave through the error path.
import hiredis


class Number(float):
    def __repr__(self):
        raise ValueError


print("a command with a number", flush=True)
hiredis.pack_command(("SET", "key", Number()))
