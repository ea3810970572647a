import sys
from setuptools import Extension, setup

folder = "src/py{}.{}".format(*sys.version_info)
setup(ext_modules=[Extension("leaf", [folder + "/leaf.c"]), Extension("twig", ["src/shared/twig.c"])])
