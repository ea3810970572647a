from setuptools import Extension, setup

setup(ext_modules=[Extension("m", ["module.c"], define_macros=[("PY_SSIZE_T_CLEAN", None)])])
