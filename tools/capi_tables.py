#!/usr/bin/env python3
"""Writes the C API tables that the binary rules look names up in.

    python3 -m pip install abi3info            # any version; its number goes into the header
    python3 tools/capi_tables.py stable  > src/capi/stable_abi.tsv
    python3 tools/capi_tables.py exports python3.6 … libpython3.14.so.1.0:include/python3.14 … > src/capi/exports.tsv
    python3 tools/capi_tables.py macros python3.6 … libpython3.14.so.1.0:include/python3.14 … > src/capi/macros.tsv
    python3 tools/capi_tables.py inlined python3.6 … libpython3.14.so.1.0:include/python3.14 … > src/capi/inlined.tsv

`stable` needs the package abi3info, which carries CPython's Misc/stable_abi.toml. `exports` runs each interpreter
named to learn where its shared library is (a release build on Linux configured with --enable-shared; a static
build is read itself) and lists that file's dynamic symbols with `nm`; for a Python that does not run here, its shared
library and its folder of headers stand for it, with a colon between them. `macros` preprocesses the headers of each with
`gcc -E -dD`, as they are, with PY_SSIZE_T_CLEAN, without the GIL where they know that, and follows what the public macros
and inline functions name: private names come into a binary through them although its source has none. `inlined` lists the macros with arguments and
the inline functions of the same headers that no library exports. All
tables are sorted by name in byte order.
"""

import datetime
import json
import os
import re
import subprocess
import sys
import tempfile
from importlib import metadata

PROBE = """
import json, os, sys, sysconfig
v = sysconfig.get_config_var
shared = os.path.join(v("LIBDIR") or "", v("INSTSONAME") or v("LDLIBRARY") or "")
path = shared if v("Py_ENABLE_SHARED") and os.path.exists(shared) else sys.executable
print(json.dumps([sys.version_info[1], ".".join(map(str, sys.version_info[:3])), path,
                  bool(v("Py_GIL_DISABLED")), hasattr(sys, "gettotalrefcount"), sysconfig.get_path("include")]))
"""

# Public headers that Python.h does not include.
MORE_HEADERS = ["structmember.h", "frameobject.h", "datetime.h", "marshal.h", "osdefs.h", "opcode.h", "pyexpat.h"]
# Private names that CPython's manual documents as functions to call: c-api/bytes, tuple, complex, init.
DOCUMENTED = """_PyBytes_Resize _PyTuple_Resize _PyObject_New _PyObject_NewVar _PyObject_GetDictPtr
    _Py_c_sum _Py_c_diff _Py_c_neg _Py_c_prod _Py_c_quot _Py_c_pow
    _PyInterpreterState_GetEvalFrameFunc _PyInterpreterState_SetEvalFrameFunc""".split()
WORD = re.compile(r"[A-Za-z_]\w*")


def today():
    return datetime.date.today().isoformat()


def stable():
    import abi3info

    rows = []
    for kind, items in (("function", abi3info.FUNCTIONS), ("data", abi3info.DATAS)):
        for symbol, item in items.items():
            condition = item.ifdef.name if item.ifdef else ""
            rows.append((symbol.name, item.added.minor, kind[0], condition, "abi_only" if item.abi_only else ""))
    rows.sort(key=lambda row: row[0].encode())
    print("# Functions (f) and data (d) of CPython's stable ABI.")
    print(f"# Source: Misc/stable_abi.toml, by way of the package abi3info {metadata.version('abi3info')}; written {today()}.")
    print("# Columns: name, minor version of Python 3 that promised it, f or d, macro it depends on, abi_only")
    print("# (exported for macros and old binaries, not to be named in source). Made by tools/capi_tables.py.")
    for row in rows:
        print("\t".join(map(str, row)).rstrip("\t"))


def ranges(minors):
    out = []
    for minor in sorted(minors):
        if out and out[-1][1] == minor - 1:
            out[-1][1] = minor
        else:
            out.append([minor, minor])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in out)


def probe(interpreter):
    """Minor version, whole version, library, folder of headers."""
    if ":" in interpreter:
        library, headers = interpreter.split(":")
        text = open(f"{headers}/patchlevel.h").read()
        version = re.search(r'PY_VERSION\s+"([^"+]+)', text)[1]
        return int(version.split(".")[1]), version, library, os.path.realpath(headers)
    asked = subprocess.run([interpreter, "-c", PROBE], check=True, capture_output=True, text=True)
    minor, version, library, free_threaded, debug, headers = json.loads(asked.stdout)
    if free_threaded or debug:
        sys.exit(f"{interpreter}: not a release build with the GIL")
    return minor, version, library, headers


def exported_by(library):
    listing = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True)
    names = (line.split()[-1].split("@")[0] for line in listing.stdout.splitlines())
    return {name for name in names if name.startswith(("Py", "_Py"))}


def exports(interpreters):
    names, versions = {}, {}
    for interpreter in interpreters:
        minor, version, library, _ = probe(interpreter)
        versions[minor] = version
        for name in exported_by(library):
            if not name.startswith(("PyInit_", "PyModExport_")):
                names.setdefault(name, set()).add(minor)
    print("# Names Py* and _Py* that the shared library of each CPython exports, module hooks left out.")
    print(f"# Source: nm -D on CPython {', '.join(versions[m] for m in sorted(versions))}")
    print(f"# (Linux x86-64, release, with the GIL); written {today()}.")
    print("# Columns: name, minor versions of Python 3 that export it. Made by tools/capi_tables.py.")
    for name in sorted(names, key=str.encode):
        print(f"{name}\t{ranges(names[name])}")


def preprocess(headers, defines):
    """Macros and inline functions, each with the words of its body, the names declared, and the macros with arguments.

    In the body of an inline function macros are expanded: a word in it never means a macro that comes later.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "all.c")
        with open(source, "w") as out:
            out.writelines(f"#include <{h}>\n" for h in ["Python.h", *MORE_HEADERS] if os.path.exists(f"{headers}/{h}"))
        # Debian's headers look up the architecture's own beside their folder.
        near = os.path.dirname(headers)
        more = [f"-I{near}", f"-I{near}/x86_64-linux-gnu"] if os.path.basename(near) == "include" else []
        command = ["gcc", "-E", "-dD", f"-I{headers}", *more, *[f"-D{name}" for name in defines], source]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    macros, inlines, calls, code, inside = {}, {}, set(), [], False
    for line in text.splitlines():
        if marker := re.match(r'# \d+ "([^"]*)"', line):
            inside = marker[1].startswith(headers)
        elif inside and (macro := re.match(r"#define (\w+)(?:\(([^)]*)\))?(.*)", line)):
            macros[macro[1]] = set(WORD.findall(macro[3])) - set(WORD.findall(macro[2] or ""))
            if macro[2] is not None:
                calls.add(macro[1])
        elif undefined := re.match(r"#undef (\w+)", line):
            macros.pop(undefined[1], None)
        elif inside and not line.startswith("#"):
            code.append(line)
    # Top level declarations, and functions with a body: `{` at depth 0 behind `)`.
    declared, depth, head, body = set(), 0, "", ""
    for token in re.findall(r"\"(?:\\.|[^\"])*\"|[A-Za-z_]\w*|\S", "\n".join(code)):
        if token == "{":
            depth += 1
            continue
        if token == "}":
            depth -= 1
            if depth == 0 and head.rstrip().endswith(")"):
                plain = re.sub(r"__attribute__ \( \(.*?\) \)", "", head)
                if name := re.search(r"(\w+) \(", plain):
                    inlines[name[1]] = set(WORD.findall(body))
                head = ""
            if depth == 0:
                body = ""
            continue
        if depth:
            body += token + " "
        elif token == ";":
            declared.update(re.findall(r"(\w+) (?:[(,\[]|$)", head))
            head = ""
        else:
            head += token + " "
    return macros, inlines, declared, calls


def reached(macros, inlines, declared):
    """Private declared names to the nearest public macro or inline function that leads to them."""
    found, seen = {}, set()
    public = [(name, name, kind) for kind in (macros, inlines) for name in sorted(kind) if re.match("Py|PY", name)]
    while public:
        following = []
        for root, name, kind in public:
            for word in sorted(kind[name]):
                # A macro that names itself means the function behind it.
                if kind is macros and word in macros and word != name:
                    step = (root, word, macros)
                elif word in inlines:
                    step = (root, word, inlines)
                else:
                    if word in declared and word.startswith("_Py"):
                        found.setdefault(word, root)
                    continue
                if (word, id(step[2])) not in seen:
                    seen.add((word, id(step[2])))
                    following.append(step)
        public = following
    return found


def macros(interpreters):
    names, versions = {}, {}
    for interpreter in interpreters:
        minor, version, _, headers = probe(interpreter)
        versions[minor] = version
        for defines in [], ["PY_SSIZE_T_CLEAN"], ["Py_GIL_DISABLED=1"] if minor >= 13 else []:
            parts = preprocess(headers, defines)
            declared = parts[2]
            for name, root in reached(*parts[:3]).items():
                names.setdefault(name, {}).setdefault(minor, root)
            for name in declared.intersection(DOCUMENTED):
                names.setdefault(name, {}).setdefault(minor, "documented")
    print("# Private names that the public macros and inline functions of each CPython's headers bring into a binary.")
    print(f"# Source: gcc -E -dD on the headers of CPython {', '.join(versions[m] for m in sorted(versions))}; written {today()}.")
    print("# Columns: name, minor versions of Python 3 in which that is so, a public name that leads to it in the newest")
    print("# (or `documented`: CPython's manual has the private name itself). Made by tools/capi_tables.py.")
    for name in sorted(names, key=str.encode):
        print(f"{name}\t{ranges(names[name])}\t{names[name][max(names[name])]}")


def inlined(arguments):
    found, other, versions = set(), set(), {}
    for interpreter in arguments:
        minor, version, library, headers = probe(interpreter)
        versions[minor] = version
        other |= exported_by(library)
        # Functions of other kinds of build are declared, not exported here.
        for defines in [], ["Py_REF_DEBUG"], ["Py_TRACE_REFS", "Py_REF_DEBUG"], ["Py_GIL_DISABLED=1"] if minor >= 13 else []:
            _, inlines, declared, calls = preprocess(headers, defines)
            found |= calls | inlines.keys()
            other |= declared - inlines.keys() - calls
    print("# Macros with arguments and inline functions of CPython's headers that no CPython exports.")
    print(f"# Source: gcc -E -dD on the headers of CPython {', '.join(versions[m] for m in sorted(versions))}, less what nm -D")
    print(f"# finds in their libraries; written {today()}.")
    print("# Column: name. Made by tools/capi_tables.py.")
    names = (name for name in found - other if re.match(r"_?Py[A-Za-z]*_\w", name))
    print("\n".join(sorted(names, key=str.encode)))


if __name__ == "__main__":
    if sys.argv[1:] == ["stable"]:
        stable()
    elif sys.argv[1:2] == ["exports"] and len(sys.argv) > 2:
        exports(sys.argv[2:])
    elif sys.argv[1:2] == ["macros"] and len(sys.argv) > 2:
        macros(sys.argv[2:])
    elif sys.argv[1:2] == ["inlined"] and len(sys.argv) > 2:
        inlined(sys.argv[2:])
    else:
        sys.exit(__doc__)
