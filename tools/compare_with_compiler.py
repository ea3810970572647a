#!/usr/bin/env python3
"""Compares what extlint says that a Python lacks with what a C compiler says.

    python3 tools/compare_with_compiler.py EXTLINT 3.10=INCLUDE[:INCLUDE…] 3.13=INCLUDE… -- PROJECT...

EXTLINT is the binary. INCLUDE are the folders of one Python's headers. PROJECT are folders of sources: each C file below one
is compiled (syntax only) with the headers of every version; a file that needs a header which is not here is left out for
that version. Versions below `requires-python` are left out. Words that the compiler does not know count where the headers of another
version have them and those of this one do not. They are compared with what ABI004 and ABI005 (names), ABI008, ABI010, ABI011 (fields),
ABI014, ABI018 and ABI002 say in a run with `max-python` and `min-python` of that version. Prints what only one of the two says, with
version, file and word, and sums.
"""

import collections
import json
import os
import re
import subprocess
import sys
import tempfile

CODES = "ABI004,ABI005,ABI008,ABI010,ABI011,ABI014,ABI018,ABI002"
API = re.compile(r"_{0,2}(?:Py|PY)[A-Z_a-z]")
SAID = [
    (re.compile(r"implicit declaration of function [‘'](\w+)[’']"), "name"),
    (re.compile(r"[‘'](\w+)[’'] undeclared"), "name"),
    (re.compile(r"unknown type name [‘'](\w+)[’']"), "name"),
    (re.compile(r"has no member named [‘'](\w+)[’']"), "field"),
    (re.compile(r"(?:invalid use of undefined type|dereferencing pointer to incomplete type|invalid use of incomplete typedef) [‘'](?:struct )?(\w+)"), "struct"),
    (re.compile(r"too (?:few|many) arguments to function [‘'](\w+)[’']"), "call"),
    (re.compile(r"(lvalue) required"), "lvalue"),
    (re.compile(r"fatal error: (\S+): No such file"), "header"),
]
TAGS = {"_frame": "PyFrameObject", "_ts": "PyThreadState", "_is": "PyInterpreterState"}


def files_of(project):
    for folder, _, files in os.walk(project):
        for file in sorted(files):
            if file.endswith(".c"):
                yield os.path.join(folder, file)


def compile_file(file, includes, project):
    """{(file, line): what} of the compiler; None where a header that is no Python's is missing."""
    folders = {project, os.path.dirname(file), *(os.path.join(project, d) for d in ("src", "include", "lib"))}
    command = ["gcc", "-fsyntax-only", "-w", "-Werror=implicit-function-declaration", "-fmax-errors=0", "-std=gnu11",
               *[f"-I{i}" for i in includes], *[f"-I{d}" for d in sorted(folders)], file]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, "LC_ALL": "C.UTF-8"})
    except subprocess.TimeoutExpired:
        return None
    found = {}
    for line in done.stderr.splitlines():
        m = re.match(r"(.+?):(\d+):\d+: (?:fatal )?error: ", line)
        if not m:
            continue
        for pattern, kind in SAID:
            if hit := pattern.search(line):
                name = TAGS.get(hit[1], hit[1])
                if kind == "header" and not python_header(name):
                    return None
                if kind not in ("name", "call") or API.match(name):
                    found[(os.path.realpath(m[1]), int(m[2]), kind, name)] = line
                break
    return found


def words(includes):
    """The words of one Python's headers, as the compiler sees them."""
    more = ["structmember.h", "frameobject.h", "datetime.h", "marshal.h", "osdefs.h", "pyexpat.h"]
    source = "".join(f"#include <{h}>\n" for h in ["Python.h", *more] if os.path.exists(f"{includes[0]}/{h}"))
    command = ["gcc", "-E", "-dD", *[f"-I{i}" for i in includes], "-x", "c", "-"]
    text = subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"[A-Za-z_]\w*", text))


def least(project):
    """The minor version that a project begins with, as its build files say it."""
    for name in ("pyproject.toml", "setup.cfg", "setup.py"):
        path = os.path.join(project, name)
        if os.path.exists(path):
            text = open(path, encoding="utf-8", errors="replace").read()
            if m := re.search(r"""(?:requires-python|python_requires)\s*=\s*["']?\s*>=?\s*3\.(\d+)""", text):
                return int(m[1])
    return 0


PYTHON_HEADERS = set()


def python_header(name):
    if not PYTHON_HEADERS:
        here = os.path.dirname(os.path.abspath(__file__))
        PYTHON_HEADERS.update(line.split("\t")[0] for line in open(f"{here}/../src/capi/headers.tsv") if line[0] != "#")
    return name in PYTHON_HEADERS


def extlint(binary, project, minor):
    with tempfile.TemporaryDirectory() as folder:
        config = os.path.join(folder, "extlint.toml")
        open(config, "w").write(f'min-python = "3.{minor}"\nmax-python = "3.{minor}"\n')
        done = subprocess.run([binary, "check", project, "--config", config, "--select", CODES, "--all", "--output-format", "json-lines"],
                              capture_output=True, text=True)
    found = collections.defaultdict(set)
    for line in done.stdout.splitlines():
        row = json.loads(line)
        if row["code"] == "ABI004" and row["severity"] != "error":
            continue
        for label in row["labels"]:
            found[(os.path.realpath(label["path"]), row["code"], row["symbol"].split(".")[-1])].add(label["line"])
    return found


def main():
    cut = sys.argv.index("--")
    binary = os.path.abspath(sys.argv[1])
    versions = dict(v.split("=", 1) for v in sys.argv[2:cut])
    sums = collections.Counter()
    known = {version: words(include.split(":")) for version, include in versions.items()}
    ever = set().union(*known.values())
    for project in map(os.path.realpath, sys.argv[cut + 1:]):
        for version, include in versions.items():
            minor = int(version.split(".")[1])
            if minor < least(project):
                continue
            said = extlint(binary, project, minor)
            compiled, compiler = set(), {}
            for file in files_of(project):
                found = compile_file(file, include.split(":"), project)
                if found is not None:
                    compiled.add(file)
                    compiler.update(found)
            # By file and name: extlint folds the places of one name.
            lacks = ever - known[version]
            theirs = {(file, name) for file, _, kind, name in compiler
                      if kind in ("struct", "call", "header") or kind in ("name", "field") and name in lacks}
            theirs |= {(file, "lvalue") for file, _, kind, _ in compiler if kind == "lvalue"}
            ours = {(file, "lvalue" if code == "ABI014" else name) for (file, code, name) in said}
            # A struct without fields is one thing to the compiler, its fields are several to extlint.
            hidden = {file for file, code, _ in said if code == "ABI010"}
            theirs = {(f, n) for f, n in theirs if not (f in hidden and n in TAGS.values())} | {
                (f, name) for f, n in theirs if n in TAGS.values() for f2, code, name in said if f2 == f and code == "ABI010"}
            read = {f for f, _ in theirs} | compiled | {f for f, _ in ours if not f.endswith(".c")}
            for file, name in sorted(theirs | {o for o in ours if o[0] in read}):
                side = "both" if (file, name) in theirs and (file, name) in ours else "compiler" if (file, name) in theirs else "extlint"
                sums[side] += 1
                if side != "both":
                    print(f"{side}\t{version}\t{os.path.relpath(file, project)}\t{name}\t{os.path.basename(project)}")
            sums["files"] += len(compiled)
    print(f"# files compiled {sums['files']}; both {sums['both']}, only compiler {sums['compiler']}, only extlint {sums['extlint']}")


if __name__ == "__main__":
    main()
