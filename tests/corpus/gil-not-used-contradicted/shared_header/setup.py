from setuptools import Extension, setup

setup(ext_modules=[Extension("a", ["a.c"]), Extension("b", ["b.c"])])
