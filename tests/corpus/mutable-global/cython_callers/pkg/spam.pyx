cdef extern from "hooks.h":
    ctypedef void *(*hook_t)(size_t)
    void set_hook(hook_t hook)
    void set_logger(hook_t hook)
    void c_set_sink "set_sink" (hook_t hook)

cdef extern from *:
    """
    static void begin(void) { set_source(0); }
    """
    void begin()

def run():
    set_logger(NULL)
    c_set_sink(NULL)
    begin()
