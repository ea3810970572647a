from Cython.Build import cythonize
from setuptools import Extension, setup

setup(name="spam", ext_modules=cythonize([Extension("spam", ["pkg/spam.pyx", "src/hooks.c"])]))
