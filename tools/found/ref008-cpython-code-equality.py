# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF008
# place: Objects/codeobject.c:2493
# ends: SIGSEGV
# output: code objects are compared
# what: `_PyCode_ConstantKey` calls itself for each tuple within a constant, without a limit. Two code objects
#   with a deeply nested constant are compared: the C stack ends.
# cure: Surround the calls with `Py_EnterRecursiveCall` and `Py_LeaveRecursiveCall`.
import threading

nested = ()
for _ in range(500_000):
    nested = (nested,)
codes = []


def make():
    code = make.__code__
    codes.extend(code.replace(co_consts=(None, nested)) for _ in range(2))


# A thread with a large stack makes them, because that calls itself as well.
threading.stack_size(1 << 30)
thread = threading.Thread(target=make)
thread.start()
thread.join()
print("code objects are compared", flush=True)
codes[0] == codes[1]
