# project: psutil
# version: 7.2.2
# python: 3.13
# rule: REF002
# place: psutil/arch/linux/disk.c:29
# output: 1000 calls, 1000 lists too many
# what: The list for the result is made before the arguments are read. If they are wrong, it is not released.
# cure: Make the list after `PyArg_ParseTuple`.
import gc
import psutil

call = psutil._pslinux.cext.disk_partitions


def lists():
    gc.collect()
    return sum(type(thing) is list for thing in gc.get_objects())


before = lists()
for _ in range(1000):
    try:
        call(5)
    except TypeError:
        pass
print(f"1000 calls, {lists() - before} lists too many")
