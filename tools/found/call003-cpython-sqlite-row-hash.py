# project: CPython
# version: 3.13.5
# python: 3.13
# rule: CALL003
# place: Modules/_sqlite/row.c:223
# output: SystemError
# output: caused by TypeError: unhashable type: 'list'
# what: The hash of a row is computed with the -1 that stands for an exception. The caller gets a result and
#   an exception at once.
# cure: Test each result of `PyObject_Hash` for -1 before going on.
import sqlite3

sqlite3.register_converter("list", lambda text: [text])
connection = sqlite3.connect(":memory:", detect_types=sqlite3.PARSE_COLNAMES)
connection.row_factory = sqlite3.Row
row = connection.execute('select "1" as "a [list]"').fetchone()
try:
    hash(row)
except SystemError as error:
    print("SystemError")
    print("caused by", f"{type(error.__cause__).__name__}: {error.__cause__}")
