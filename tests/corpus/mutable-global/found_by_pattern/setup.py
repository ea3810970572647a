import glob
import os

from setuptools import Extension, setup

ext = ".c"
others = dict(sources=["other/one" + ext, "other/two.c"])
setup(
    name="spam",
    ext_modules=[Extension("spam", ["spam.c"] + glob.glob(os.path.join("lib", "*.made.c")) + others["sources"])],
)
