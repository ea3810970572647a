cdef extern from "../lib/lib.h":
    int lib_go()


def go():
    return lib_go()
