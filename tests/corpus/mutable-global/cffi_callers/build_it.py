from glob import glob

from cffi import FFI

ffi = FFI()
for path in glob("bindings/*.h"):
    ffi.cdef(open(path).read())
ffi.cdef("void set_%s(void *to);" % "sink")
ffi.set_source("spam", "static void begin(void) { set_source(0); }", sources=["src/hooks.c"])
