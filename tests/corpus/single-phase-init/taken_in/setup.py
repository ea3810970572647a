from setuptools import Extension, setup

setup(name="spam", ext_modules=[Extension("spam", ["spam.c"]), Extension("eggs", ["eggs.c"])])
