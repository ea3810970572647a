# project: CPython
# version: 3.13.5
# python: 3.13
# rule: REF003
# place: Objects/bytearrayobject.c:1145
# ends: SIGSEGV
# output: find
# what: `bytearray.find` takes the address of its bytes before it asks what is sought for its `__index__`.
#   That code empties the bytearray, and freed memory is searched.
# cure: Convert the argument first, or export the buffer (`ob_exports`) while it is searched.
data = bytearray(64_000_000)


class Byte:
    def __index__(self):
        data.clear()  # gives the memory back to the system
        return 1


print("find", flush=True)
data.find(Byte())
