# project: scipy
# version: 1.18.1
# python: 3.13
# needs: numpy==2.5.5
# rule: HT013
# place: scipy/integrate/_odepackmodule.c:1134
# env: PYTHONMALLOC=debug
# ends: SIGSEGV
# what: The module owns the one reference to its exception class, and a C global points to the class without a
#   reference of its own. Once the attribute is deleted or replaced, the next error raises a class that is freed.
# cure: Take a reference for the global, `PyModule_AddObjectRef` with the pointer kept, or better keep the class
#   in the module's state and release it in `m_clear`.
import gc
from scipy.integrate import _odepack

del _odepack.error
gc.collect()
# Raises the exception, for this is no function.
_odepack.odeint("no function", 0.0, [0.0])
