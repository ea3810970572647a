from setuptools import Extension, setup

try:
    import Cython
except ImportError:
    ext = ".c"
else:
    ext = ".pyx"
modules = []
modules += [Extension("pkg.spam", ["pkg/spam" + ext])]
setup(name="pkg", ext_modules=modules)
