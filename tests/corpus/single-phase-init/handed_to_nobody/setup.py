from setuptools import setup, Extension

a = Extension(name="pkg.a", sources=["a.c"])
b = Extension(name="pkg.b", sources=["b.c"])
c = Extension(
    name="pkg.c",
    sources=["c.c"],
)

ext_modules = {"windows": [a], "linux": [a, c]}

setup(name="pkg", ext_modules=ext_modules["linux"])
