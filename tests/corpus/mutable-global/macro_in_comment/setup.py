from setuptools import setup, Extension

macros = []
# macros.append(("COUNT_CALLS", "1"))
macros.append(("COUNT_BYTES", "1"))  # not COUNT_CALLS

setup(ext_modules=[Extension("spam", ["spam.c"], define_macros=macros)])
