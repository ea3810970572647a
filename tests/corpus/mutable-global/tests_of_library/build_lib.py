import cffi

ffibuilder = cffi.FFI()
ffibuilder.set_source("pkg._lib", '#include "lib.h"', sources=["engine/src/lib.c"])
