# project: hiredis
# version: 3.5.0
# python: 3.13
# rule: GC008
# place: src/reader.c:33
# output: 1000 readers made, 1000 are never freed
# what: `Reader` has a `tp_traverse` and no `tp_clear`. A cycle with an object that has none either, here a
#   method of the reader itself, is found by the garbage collector and cannot be broken.
# cure: Add a `tp_clear` that clears the fields that `tp_traverse` visits.
import gc
from hiredis import Reader


def readers():
    gc.collect()
    return sum(type(thing) is Reader for thing in gc.get_objects())


before = readers()
for _ in range(1000):
    reader = Reader()
    reader.__init__(notEnoughData=reader.gets)
del reader
print(f"1000 readers made, {readers() - before} are never freed")
