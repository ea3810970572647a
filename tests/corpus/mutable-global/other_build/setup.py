from setuptools import Extension, setup

setup(name="spam", ext_modules=[Extension("spam", ["spam.c", "lib/lib.c"], define_macros=[("LIB_CACHE", "1")])])
