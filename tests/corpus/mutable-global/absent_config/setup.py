from setuptools import Extension, setup

features = ["TRACE"]
macros = [("STORE_%s" % name, "1") for name in features]
setup(name="spam", ext_modules=[Extension("spam", ["spam.c", "store.c"], define_macros=macros)])
