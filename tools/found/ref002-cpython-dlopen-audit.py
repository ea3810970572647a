# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF002
# place: Modules/_ctypes/callproc.c:1577
# output: 1000 calls, 1000 references too many
# what: `_ctypes.dlopen` returns without releasing the converted name if an audit hook refuses the call.
# cure: `Py_XDECREF(name2)` before that return.
import _ctypes
import sys


def hook(event, args):
    if event == "ctypes.dlopen":
        raise RuntimeError


sys.addaudithook(hook)
name = b"".join([b"a ", b"name"])
before = sys.getrefcount(name)
for _ in range(1000):
    try:
        _ctypes.dlopen(name)
    except RuntimeError:
        pass
print(f"1000 calls, {sys.getrefcount(name) - before} references too many")
