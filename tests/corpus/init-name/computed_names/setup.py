"""Names and sources that a reader of text does not know, and one source for two extensions."""
from setuptools import Extension, setup

PREFIX = "pkg."
sources = ["spam.c"]

setup(
    ext_modules=[
        Extension(PREFIX + "other", ["spam.c"]),
        Extension(f"{PREFIX}another", ["spam.c"]),
        Extension("third", sources),
        Extension("pkg.eggs", ["eggs.c"]),
        Extension("pkg.eggs_too", ["eggs.c"]),
        # Extension("commented", ["spam.c"]),
    ],
)
