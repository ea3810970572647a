from setuptools import Extension, setup

setup(ext_modules=[Extension("mod", ["mod.c", "runtime.c"])])
