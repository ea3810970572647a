"""One list is not known: it may hold `tree.c`."""
import os
from os.path import join as pjoin, relpath

from setuptools import Extension, setup

HERE = os.path.dirname(os.path.abspath(__file__))
LIB = pjoin(HERE, "lib")


def rpath(path, root=HERE):
    """The path seen from here."""
    return relpath(path, root)


FOR_PROGRAMS = [rpath(pjoin(LIB, "tree.c"))]
PARTS = [rpath(pjoin(LIB, "flat.c"))]
PARTS += more_of(LIB)

setup(
    ext_modules=[Extension("spam", sources=(["spam.c"] + PARTS))],
    package_data={"spam": FOR_PROGRAMS},
)
