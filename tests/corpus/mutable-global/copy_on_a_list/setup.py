"""A library has one of two copies, and another library the other."""
from glob import glob

from setuptools import Extension, setup

libraries = [("length", {"sources": ["lib/length.c", "lib/old/length.c"]}), ("more", {"sources": ["lib/more.c"]})]
setup(
    libraries=libraries,
    ext_modules=[Extension("spam", ["spam.c"], depends=glob("*.h"), libraries=[name for name, _ in libraries])],
)
