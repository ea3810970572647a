#!/usr/bin/env python3
"""Writes the tables of names that are no functions, of whole structs and of changed signatures.

    python3 tools/capi_names.py names INCLUDE... > src/capi/names.tsv
    python3 tools/capi_names.py fields INCLUDE... > src/capi/fields.tsv
    python3 tools/capi_names.py signatures INCLUDE... > src/capi/signatures.tsv
    python3 tools/capi_names.py results INCLUDE... > src/capi/results.tsv
    python3 tools/capi_names.py defined INCLUDE... > src/capi/defined.tsv

INCLUDE are folders of installed headers as for `capi_functions.py`, which reads them. `names` has types, constants and
macros that stand for values, as far as `src/capi/functions.tsv` does not have them. `fields` has every field of the
structs that public headers define. `signatures` has the functions whose parameters or result are not the same in all
versions, with their types. `results` has the functions that return a pointer to a struct with fields, by the newest
headers that have each. `defined` has the names that are macros, be it over a function: what `#ifdef` finds.
"""

import datetime
import re
import sys

import capi_functions as shared
from capi_tables import ranges

IDENT = re.compile(r"_{0,2}(?:Py|PY)[A-Za-z_]\w*|[TW]_[A-Z_]+|METH_\w+|READONLY|RESTRICTED")
HEAD = "# Source: headers of CPython {versions} (gcc -E); written {today} by tools/capi_names.py."


def heading(versions):
    return HEAD.format(versions=", ".join(v for _, v, _ in versions), today=datetime.date.today().isoformat())


def texts(include, minor):
    headers = shared.root_headers(include)
    ways = [[], ["PY_SSIZE_T_CLEAN"], [f"Py_LIMITED_API=0x03{minor:02X}0000"]] + ([["Py_GIL_DISABLED=1"]] if minor >= 13 else [])
    for defines in ways:
        text = shared.run_gcc(include, headers, defines)
        if text is not None:
            yield text


def declared(text, include):
    """Typedef names, enumerators and macros without arguments that a preprocessed text's own headers declare."""
    types, constants, macros, code, inside = set(), set(), set(), [], False
    for line in text.splitlines():
        if marker := re.match(r'# \d+ "([^"]*)"', line):
            inside = marker[1].startswith(include) and "/internal/" not in marker[1] and not marker[1].endswith("pyconfig.h")
        elif inside and (macro := re.match(r"#define (\w+)(?=\s|$)", line)):
            macros.add(macro[1])
        elif undefined := re.match(r"#undef (\w+)", line):
            macros.discard(undefined[1])
        elif inside and not line.startswith("#"):
            code.append(line)
    code = "\n".join(code)
    tokens = shared.TOKEN.findall(code)
    i = 0
    while i < len(tokens):
        if tokens[i] == "typedef":
            head, depth = [], 0
            while i < len(tokens) and not (tokens[i] == ";" and depth == 0):
                depth += (tokens[i] in "{") - (tokens[i] in "}")
                if depth == 0 and tokens[i] != "}":
                    head.append(tokens[i])
                i += 1
            if "(" in head and head[head.index("(") + 1] == "*":
                types.add(head[head.index("(") + 2])
            elif "(" in head and "*" not in head[:1]:
                types.add(head[head.index("(") - 1])
            else:
                # `typedef int name[3];`, `typedef enum { … } a;`
                words = [t for t in head if re.match(r"[A-Za-z_]\w*$", t)]
                if words:
                    types.add(words[-1])
        i += 1
    for m in re.finditer(r"enum\s*\w*\s*(?::\s*\w+\s*)?\{([^}]*)\}", code):
        for part in m[1].split(","):
            if word := re.match(r"\s*([A-Za-z_]\w*)", part):
                constants.add(word[1])
    for m in re.finditer(r"(?:struct|union|enum)\s+(_?Py\w+)\s*[{;]", code):
        types.add(m[1])
    return types, constants, macros


def known_functions():
    lines = [line for line in open(f"{shared.HERE}/../src/capi/functions.tsv") if not line.startswith("#")]
    return {line.split("\t")[0] for line in lines[1:] if line.split("\t")[1] != "data"}


def names(paths):
    versions = shared.includes(paths)
    found, limited, known = {}, {}, known_functions()
    for minor, _, include in versions:
        for text in texts(include, minor):
            for kind, group in zip(("type", "constant", "macro"), declared(text, include)):
                for name in group:
                    if IDENT.fullmatch(name) and name not in known:
                        found.setdefault(name, {}).setdefault(minor, kind)
    newest, include = versions[-1][0], versions[-1][2]
    headers = shared.root_headers(include)
    for minor in range(2, newest + 1):
        text = shared.run_gcc(include, headers, [f"Py_LIMITED_API=0x03{minor:02X}0000"])
        for group in declared(text, include):
            for name in group:
                limited.setdefault(name, minor)
    print("# Types, constants and macros without arguments of CPython's C API, and the versions whose public headers have them.")
    print(heading(versions))
    print("# versions: minor versions of Python 3. limited: the first Py_LIMITED_API under which the newest headers have it.")
    print("name\tkind\tversions\tlimited")
    for name in sorted(found, key=str.encode):
        kinds = found[name]
        if re.match(r"Py_[A-Z0-9_]+_H$", name):
            continue
        least = limited.get(name)
        if least is not None and min(kinds) > shared.OLDEST:
            least = max(least, min(kinds))
        print(f"{name}\t{kinds[max(kinds)]}\t{ranges(kinds)}\t{'-' if least is None else f'3.{least}'}")


def fields(paths):
    versions = shared.includes(paths)
    found = shared.all_structs(versions)
    print("# Fields of the structs that public headers of CPython define, and the versions that have them.")
    print(heading(versions))
    print("# (with the GIL, no debug build). versions: minor versions of Python 3.")
    print("struct\tfield\tversions")
    rows = set()
    for name, minors in found.items():
        if shared.NAME.match(name):
            for field in {f for _, deep in minors.values() for f in deep}:
                having = ranges(m for m, (_, deep) in minors.items() if field in deep)
                rows.add((name, field, having))
    for row in sorted(rows, key=lambda r: (r[0].encode(), r[1].encode())):
        print("\t".join(row))


def bare(param):
    """The type of a parameter without its name."""
    words = param.split(" ")
    if len(words) > 1 and re.match(r"[A-Za-z_]\w*$", words[-1]) and words[-1] not in ("int", "long", "char", "double", "short", "unsigned", "const"):
        before = [w for w in words[:-1] if w not in ("const", "struct", "*", "**", "unsigned", "signed")]
        if before:
            words = words[:-1]
    return " ".join(w for w in words if w != "struct")


def signatures(paths):
    versions = shared.includes(paths)
    found = {}
    for minor, _, include in versions:
        raw, _ = shared.raw_functions(include)
        ways = list(shared.every_way(include, minor))[:1]
        table = dict(raw)
        for way in ways:
            table.update(way.functions)
            table.update(way.inlines)
        for name, (result, params) in table.items():
            if shared.NAME.match(name):
                found.setdefault(name, {})[minor] = (re.sub(r"\bconst\b *", "", result).strip(), tuple(bare(p) for p in params))
    print("# Functions of CPython's C API whose parameters or result changed: their types, from a version on.")
    print(heading(versions))
    print("# from: minor version of Python 3. parameters: types, divided by commas; `-` is none.")
    print("name\tfrom\tresult\tparameters")
    short = {"_object": "PyObject", "_typeobject": "PyTypeObject", "_frame": "PyFrameObject", "_ts": "PyThreadState", "_is": "PyInterpreterState"}
    plain = lambda t: re.sub(r"\b(_object|_typeobject|_frame|_ts|_is)\b", lambda m: short[m[1]], re.sub(r"\bconst\b *", "", t)).replace(" ", "")
    for name in sorted(found, key=str.encode):
        minors = found[name]
        same = {(plain(r), tuple(map(plain, p))) for r, p in minors.values()}
        if len(same) < 2:
            continue
        last = None
        for minor in sorted(minors):
            result, params = minors[minor]
            now = (plain(result), tuple(map(plain, params)))
            if now != last:
                print(f"{name}\t3.{minor}\t{result or '-'}\t{', '.join(params) or '-'}")
                last = now


def results(paths):
    versions = shared.includes(paths)
    known = {line.split("\t")[0] for line in open(f"{shared.HERE}/../src/capi/fields.tsv") if not line.startswith("#")}
    found = {}
    for minor, _, include in versions:
        raw, _ = shared.raw_functions(include)
        for name, (result, _) in raw.items():
            found[name] = result
    print("# Functions of CPython's C API that return a pointer to a struct other than PyObject: which.")
    print(heading(versions))
    print("# Macros by hand: Include/object.h, pystate.h, unicodeobject.h.")
    print("name\tstruct")
    found.update(Py_TYPE="PyTypeObject *", PyThreadState_GET="PyThreadState *", _PyThreadState_GET="PyThreadState *",
                 _PyUnicode_CAST="PyASCIIObject *", _PyVarObject_CAST="PyVarObject *")
    for name in sorted(found, key=str.encode):
        if m := re.fullmatch(r"(?:const )?(?:struct )?(\w+) \*", found[name]):
            struct = SHORT.get(m[1], m[1])
            if struct in known and struct != "PyObject":
                print(f"{name}\t{struct}")


def defined(paths):
    versions = shared.includes(paths)
    found = {}
    for minor, _, include in versions:
        text = shared.run_gcc(include, shared.root_headers(include), [])
        inside = False
        for line in text.splitlines():
            if marker := re.match(r'# \d+ "([^"]*)"', line):
                inside = marker[1].startswith(include) and not marker[1].endswith("pyconfig.h")
            elif inside and (macro := re.match(r"#define (\w+)", line)):
                if IDENT.fullmatch(macro[1]) and not re.match(r"Py_[A-Z0-9_]+_H$", macro[1]):
                    found.setdefault(macro[1], set()).add(minor)
    print("# Names of CPython's C API that are macros, be it over a function: what `#ifdef` finds behind Python.h.")
    print(heading(versions))
    print("# (with the GIL, no debug build, no limited API). versions: minor versions of Python 3.")
    print("name\tversions")
    for name in sorted(found, key=str.encode):
        print(f"{name}\t{ranges(found[name])}")


SHORT = {"_frame": "PyFrameObject", "_ts": "PyThreadState", "_is": "PyInterpreterState", "_typeobject": "PyTypeObject"}


if __name__ == "__main__":
    what = {"names": names, "results": results, "defined": defined, "fields": fields, "signatures": signatures}.get(sys.argv[1] if len(sys.argv) > 2 else "")
    if what is None:
        sys.exit(__doc__)
    what(sys.argv[2:])
