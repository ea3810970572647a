"""Lists that are put together, by names and functions of the script; `tree.c` is for programs, `flat.c` takes its place."""
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
PARTS += [os.path.join("lib", name + ".c") for name in ("more",)]

setup(
    ext_modules=[Extension("spam", sources=(["spam.c"] + PARTS))],
    package_data={"spam": FOR_PROGRAMS},
)
