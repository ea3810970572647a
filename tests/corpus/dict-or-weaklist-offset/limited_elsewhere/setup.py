from setuptools import Extension, setup

setup(ext_modules=[Extension("pipe", ["pipe.c"], define_macros=[("Py_LIMITED_API", "0x030C0000")], py_limited_api=True)])
