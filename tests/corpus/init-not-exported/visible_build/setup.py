from setuptools import Extension, setup

# extra_compile_args=["-fvisibility=hidden"]
setup(ext_modules=[Extension("spam", ["spam.c"], extra_compile_args=["-O2"])])
