# project: cffi
# version: 2.1.1
# python: 3.13
# rule: REF003
# place: src/c/_cffi_backend.c:1617
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# output: a struct from a dict
# what: The value for a field is borrowed from the dict while it is converted. Its `__float__` empties the
#   dict, and the value is used after it was freed.
# cure: Hold a reference to `d_value` during the conversion.
import _cffi_backend as backend


class Number:
    def __float__(self):
        values.clear()
        return "no number"


pair = backend.new_struct_type("struct pair")
backend.complete_struct_or_union(pair, [("one", backend.new_primitive_type("double"), -1)])
values = {"one": Number()}
print("a struct from a dict", flush=True)
backend.newp(backend.new_pointer_type(pair), values)
