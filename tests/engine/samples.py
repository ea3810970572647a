"""Distributions that the tests make: sources, wheels with a shared library, and files that are made to do harm."""

import gzip
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
import zipfile

MODULE = """
#include <Python.h>
static PyObject *cache;
static PyObject *{name}_get(PyObject *self, PyObject *args)
{{
    if (cache == NULL) {{
        cache = PyDict_New();
    }}
    PyObject *got = PyList_New({size});
    if (got == NULL) {{
        return NULL;
    }}
    return PyUnicode_FromString("{name}");
}}
static PyMethodDef methods[] = {{
    {{"get", {name}_get, METH_NOARGS, NULL}},
    {{NULL, NULL, 0, NULL}}
}};
static struct PyModuleDef module = {{PyModuleDef_HEAD_INIT, "{name}", NULL, -1, methods}};
PyMODINIT_FUNC PyInit_{name}(void)
{{
    return PyModule_Create(&module);
}}
"""

# One that says all that a module can say, and has no state.
READY = """
#include <Python.h>
static PyObject *ready_get(PyObject *self, PyObject *args)
{
    return PyUnicode_FromString("ready");
}
static PyMethodDef methods[] = {
    {"get", ready_get, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL}
};
static PyModuleDef_Slot slots[] = {
    {Py_mod_multiple_interpreters, Py_MOD_PER_INTERPRETER_GIL_SUPPORTED},
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
    {0, NULL}
};
static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, .m_name = "ready", .m_size = 0, .m_methods = methods, .m_slots = slots
};
PyMODINIT_FUNC PyInit_ready(void)
{
    return PyModuleDef_Init(&module);
}
"""

LIBRARY = """
void *PyModule_Create2(void *, int);
void *PyUnicode_AsUTF8(void *);
void *PyInit__spam(void) { return PyUnicode_AsUTF8(PyModule_Create2(0, 1013)); }
"""


def sdist(folder, name, size=1, source=None):
    """A source distribution of one module."""
    path = os.path.join(folder, f"{name}-1.0.tar.gz")
    module = name.replace("-", "_")
    members = {
        "PKG-INFO": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        "setup.py": "from setuptools import setup\nsetup()\n",
        f"src/{module}.c": source or MODULE.format(name=module, size=size),
    }
    tar(path, {f"{name}-1.0/{member}": text.encode() for member, text in members.items()})
    return path


def tar(path, members):
    """An archive without times, so that the same has the same bytes."""
    with open(path, "wb") as file, gzip.GzipFile("", "wb", 1, file, 0) as packed:
        with tarfile.open(fileobj=packed, mode="w") as archive:
            for name, content in members.items():
                info = tarfile.TarInfo(name)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))


def zeros(path, size):
    """A source distribution whose one file has so many zeros."""

    class Zeros(io.RawIOBase):
        def read(self, count=-1):
            return bytes(count)

    with open(path, "wb") as file, gzip.GzipFile("", "wb", 1, file, 0) as packed:
        with tarfile.open(fileobj=packed, mode="w") as archive:
            info = tarfile.TarInfo("zeros-1.0/big.c")
            info.size = size
            archive.addfile(info, Zeros())
    return path


def library():
    """The bytes of a shared library with a module."""
    with tempfile.TemporaryDirectory() as place:
        source, out = os.path.join(place, "spam.c"), os.path.join(place, "spam.so")
        with open(source, "w") as file:
            file.write(LIBRARY)
        compiler = shutil.which("cc") or shutil.which("gcc")
        subprocess.run([compiler, "-shared", "-fPIC", "-nostdlib", "-o", out, source], check=True)
        with open(out, "rb") as file:
            return file.read()


def wheel(folder, name, members, tags="cp313-cp313-manylinux_2_17_x86_64", version="1.0"):
    """A wheel of files."""
    path = os.path.join(folder, f"{name}-{version}-{tags}.whl")
    lines = "".join(f"Tag: {tag}\n" for tag in [tags])
    info = f"{name}-{version}.dist-info"
    members = {
        **members,
        f"{info}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: false\n{lines}",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for member, content in members.items():
            archive.writestr(zipfile.ZipInfo(member), content, zipfile.ZIP_DEFLATED)
    return path


def bomb(folder, size):
    """A wheel whose library is so many zeros."""
    return wheel(folder, "bomb", {"bomb.cpython-313-x86_64-linux-gnu.so": bytes(size)})


def program(folder, real, script):
    """A program that does something to some inputs, and is the real one to others. `$last` is the input's file name, and
    `$PPID` the process that started it."""
    path = os.path.join(folder, "extlint-of-the-test")
    with open(path, "w") as file:
        file.write(f'#!/bin/sh\nfor last; do :; done\nlast="${{last##*/}}"\n{script}\nexec "{real}" "$@"\n')
    os.chmod(path, 0o755)
    return path
