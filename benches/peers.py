#!/usr/bin/env python3
"""Time and memory of extlint beside other programs on the same inputs, in turns.

    python3 benches/peers.py EXTLINT --sources DIR [--wheels DIR] [--include DIR] [--rounds N]

Programs that can be installed from PyPI are put into a virtual environment below the build folder: tree-sitter with the
grammar for C (a bare parse of the same bytes), abi3audit (wheels), cext-review-toolkit (sources). gcc is taken where it
is installed; it reads each C file with -fsyntax-only and stops at what it cannot include. A program that is not to be had
is named in the last lines. Times are CPU seconds of the fastest round, with those of child processes; memory is the peak
of the largest process. Ratios say more than seconds: all of it ran in one go, on one machine.
"""

import argparse
import os
import pathlib
import resource
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PARSE = """
import sys, pathlib, tree_sitter, tree_sitter_c
parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_c.language()))
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*")):
    if path.suffix in (".c", ".h"):
        parser.parse(path.read_bytes())
"""


def measure(command):
    """CPU seconds, wall seconds and peak megabytes of a command; None where it cannot be started."""
    read, write = os.pipe()
    start = time.monotonic()
    pid = os.fork()
    if pid == 0:
        # A process between, so that the figures are those of this command and its children alone.
        os.close(read)
        try:
            with open(os.devnull, "w") as null:
                subprocess.run(command, stdout=null, stderr=null, check=False)
        except OSError:
            os._exit(127)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(write, f"{used.ru_utime + used.ru_stime} {used.ru_maxrss}".encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as figures:
        said = figures.read().split()
    os.waitpid(pid, 0)
    if not said:
        return None
    return float(said[0]), time.monotonic() - start, int(said[1]) / 1024


def environment(folder, packages):
    """A virtual environment with those of the packages that can be installed; its Python, and what is missing."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    missing = []
    for package in packages:
        install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package]
        if subprocess.run([str(word) for word in install], stderr=subprocess.DEVNULL, check=False).returncode:
            missing.append(package)
    return python, missing


def programs(options, python):
    """The commands by name, those of extlint first."""
    extlint = [options.extlint, "check", "--no-config", "--no-cache", "--quiet"]
    if options.sources:
        sources = str(options.sources)
        yield "extlint, 1 thread", [*extlint, "--threads", "1", sources]
        yield "extlint, 2 threads", [*extlint, "--threads", "2", sources]
        yield "bare tree-sitter parse", [str(python), "-c", PARSE, sources]
        files = [str(path) for path in sorted(options.sources.rglob("*.c"))]
        include = [f"-I{folder}" for folder in options.include]
        yield "gcc -fsyntax-only", ["gcc", "-fsyntax-only", "-w", *include, *files]
        toolkit = python.parent / "cext-review-toolkit"
        if toolkit.exists():
            yield "cext-review-toolkit", [str(toolkit), sources]
    if options.wheels:
        wheels = [str(path) for path in sorted(options.wheels.rglob("*.whl"))]
        yield "extlint on wheels, 1 thread", [*extlint, "--threads", "1", *wheels]
        inflate = "import sys, zipfile\nfor path in sys.argv[1:]:\n    z = zipfile.ZipFile(path)\n"
        inflate += "    for name in z.namelist():\n        if name.endswith(('.so', '.pyd', '.dylib')): z.read(name)\n"
        yield "inflating the native members", [str(python), "-c", inflate, *wheels]
        yield "abi3audit", [str(python), "-m", "abi3audit", *wheels]


def main():
    """Measures all in turns and prints a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("extlint")
    parser.add_argument("--sources", type=pathlib.Path)
    parser.add_argument("--wheels", type=pathlib.Path)
    parser.add_argument("--include", action="append", default=[])
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    packages = ["tree-sitter", "tree-sitter-c", "abi3audit", "cext-review-toolkit"]
    python, missing = environment(ROOT / "target" / "peers", packages)
    commands = list(programs(options, python))
    found = {}
    for _ in range(options.rounds):
        for name, command in commands:
            figures = measure(command)
            if figures is None:
                missing.append(name)
            else:
                found[name] = min(found.get(name, figures), figures)
    first = None
    print(f"{'program':32} {'CPU s':>8} {'wall s':>8} {'MB':>7} {'ratio':>7}")
    for name, (cpu, wall, memory) in found.items():
        if first is None or name.startswith("extlint on wheels"):
            first = cpu
        print(f"{name:32} {cpu:8.2f} {wall:8.2f} {memory:7.0f} {cpu / first:7.2f}")
    for name in sorted(set(missing)):
        print(f"not measured: {name}")


if __name__ == "__main__":
    main()
