# project: psycopg2-binary
# version: 2.9.13
# python: 3.13
# rule: ISO001
# place: psycopg/connection_type.c:1478
# output: in another interpreter: ReplicationConnection, Mine
# what: The type is a static variable, so all interpreters of the process have the same one: a class that one
#   interpreter derives from it is handed to the others, which must not touch it.
# cure: Create the type with `PyType_FromModuleAndSpec` in a `Py_mod_exec` slot, and keep it in module state.
import _interpreters
from psycopg2._psycopg import connection


class Mine(connection):
    pass


# It has imported nothing of this program, and made no class.
interpreter = _interpreters.create("legacy")
code = """
from psycopg2._psycopg import connection
print("in another interpreter:", ", ".join(cls.__name__ for cls in connection.__subclasses__()))
"""
failed = _interpreters.exec(interpreter, code)
if failed:
    print(failed.formatted)
