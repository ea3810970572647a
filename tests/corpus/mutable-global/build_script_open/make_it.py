from pathlib import Path

from Cython.Build import cythonize
from setuptools import Extension

HERE = Path(__file__).parent
LIB = HERE / "lib"


def build(settings):
    return cythonize([Extension("spam", [str(path) for path in get_sources() + more_of("tools")])])


def get_sources():
    found = [path for path in LIB.glob("*") if path.suffix == ".c"]
    found = [path.relative_to(HERE) for path in found]
    found.insert(0, Path("pkg") / "spam.pyx")
    return found
