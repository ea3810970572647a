# project: psycopg2-binary
# version: 2.9.13
# python: 3.13
# rule: ISO010
# place: psycopg/microprotocols.c:38
# output: adapted here: Foreign
# what: The dict of adapters is a C global. A class that another interpreter registers is in the dict of this
#   one, and is called here.
# cure: Keep the dict in module state.
import _interpreters
from psycopg2 import extensions

interpreter = _interpreters.create("legacy")
code = """
from psycopg2 import extensions
class Foreign: pass
extensions.register_adapter(Foreign, str)
"""
failed = _interpreters.exec(interpreter, code)
if failed:
    print(failed.formatted)
print("adapted here:", ", ".join(cls.__name__ for cls, _ in extensions.adapters if cls.__name__ == "Foreign"))
