# project: shapely
# version: 2.2.0
# python: 3.13
# needs: numpy==2.5.5
# rule: FT012
# place: src/shapely/lib/ufuncs.c:77
# ends: SIGSEGV
# output: 9,999 rows: done
# what: After each 10,000 rows the loop asks for signals, `PyErr_CheckSignals`, while the thread has given up the
#   GIL. There is no thread state then, and the interpreter reads through a null pointer.
# cure: Take the GIL around the call, as the macro `CHECK_SIGNALS_THREADS` beside it does.
import numpy
import shapely

rows = numpy.full((10_000, 1), shapely.Point(1, 1))
shapely.intersection_all(rows[:9_999], axis=1)
print("9,999 rows: done", flush=True)
shapely.intersection_all(rows, axis=1)
