from setuptools import Extension, setup

setup(
    name="pkg",
    ext_modules=[
        Extension("pkg._spam", sources=["src/spam.c"]),
        Extension("pkg._eggs", ["src/eggs.c"]),
        Extension("pkg._ham", ["src/ham.c", "src/ham_part.c"]),
    ],
)
