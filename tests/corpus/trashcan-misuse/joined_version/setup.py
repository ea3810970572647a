import os
import sys
from setuptools import Extension, setup

version = ".".join(map(str, sys.version_info[:2]))
setup(ext_modules=[Extension("leaf", [os.path.join("src", version, "leaf.c")])])
