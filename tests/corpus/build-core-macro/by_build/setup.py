from setuptools import Extension, setup

setup(ext_modules=[Extension("spam", ["spam.c"], define_macros=[("Py_BUILD_CORE", "1")])])
