from setuptools import Extension, setup

setup(name="beside", ext_modules=[Extension("beside", ["beside.c", "levels.c"])])
