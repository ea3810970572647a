#!/usr/bin/env python3
"""Writes the tables of what CPython's functions, structs and headers are.

    python3 tools/capi_functions.py functions MANUAL REFCOUNTS INCLUDE... > src/capi/functions.tsv
    python3 tools/capi_functions.py structs INCLUDE... > src/capi/structs.tsv
    python3 tools/capi_functions.py headers INCLUDE... > src/capi/headers.tsv

INCLUDE are folders of installed headers, one for each minor version (the folder that holds Python.h). MANUAL is the
folder `c-api` of CPython's manual as HTML, of the newest of these versions; REFCOUNTS is `Doc/data/refcounts.dat`.
Only facts are taken from them. What neither says stands in `capi_functions_by_hand.tsv` beside this file: it fills cells
and overrules the others. The stable ABI is read from `src/capi/stable_abi.tsv`.

The headers are preprocessed with `gcc -E -dD` as they are, with PY_SSIZE_T_CLEAN, for a debug build, without the GIL
where they know that, and for the limited API. All tables are sorted by name in byte order.
"""

import datetime
import fnmatch
import html
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
COLUMNS = """name kind since removed limited soft_deprecated deprecated replacement replacement_since returns may_fail
    args steals keeps writes takes releases makes memory runs_python gil thread_safety""".split()
OLDEST = 6
NAME = re.compile(r"_{0,2}(Py|PY)[A-Za-z_]\w*$")
TOKEN = re.compile(r"\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|[A-Za-z_]\w*|\.\.\.|\d[\w.]*|\S")
# Headers that need another library's to be installed.
FOREIGN = {"py_curses.h"}
OBJECTS = re.compile(r"(?:struct )?_?Py(?:Object|VarObject|TypeObject|HeapTypeObject|\w*(?<!ASCII)Object|_?Frame\w*|Code\w*) \*$")


def minor_of(include):
    text = open(f"{include}/patchlevel.h").read()
    return int(re.search(r"PY_MINOR_VERSION\s+(\d+)", text)[1]), re.search(r'PY_VERSION\s+"([^"]+)"', text)[1]


def includes(paths):
    """Minor versions in order: (minor, whole version, folder)."""
    found = sorted((*minor_of(path), os.path.realpath(path)) for path in paths)
    if len({minor for minor, _, _ in found}) != len(found):
        sys.exit("two folders of one minor version")
    return found


def run_gcc(include, headers, defines):
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "all.c")
        with open(source, "w") as out:
            out.writelines(f"#include <{h}>\n" for h in ["Python.h", *headers])
        # Debian's headers look up the architecture's own below the parent folder.
        command = ["gcc", "-E", "-dD", f"-I{include}", f"-I{include}/..", f"-I{os.path.dirname(include)}/x86_64-linux-gnu",
                   *[f"-D{d}" for d in defines], source]
        done = subprocess.run(command, capture_output=True, text=True)
        return done.stdout if done.returncode == 0 else None


def root_headers(include):
    """Headers beside Python.h that can be read after it."""
    out = []
    for name in sorted(os.listdir(include)):
        if name.endswith(".h") and name not in FOREIGN | {"Python.h"} and run_gcc(include, [name], []) is not None:
            out.append(name)
    return out


def balanced(tokens, start):
    """Index behind the bracket that closes the one at `start`."""
    depth = 0
    for i in range(start, len(tokens)):
        depth += (tokens[i] in "([") - (tokens[i] in ")]")
        if depth == 0:
            return i + 1
    return len(tokens)


def plain(head):
    """Tokens without attributes and storage classes; and the version of a deprecation."""
    out, i, deprecated = [], 0, "__deprecated__" in head
    while i < len(head):
        if head[i] in ("__attribute__", "__declspec", "__asm__", "_Alignas", "__alignof__") and i + 1 < len(head) and head[i + 1] == "(":
            i = balanced(head, i + 1)
            continue
        if head[i] not in ("extern", "static", "inline", "__inline__", "__inline", "_Noreturn", "__extension__"):
            out.append(head[i])
        i += 1
    return out, deprecated


def spaced(tokens):
    return re.sub(r" +", " ", " ".join(tokens)).replace("* *", "**")


def parameters(tokens):
    """The types of the parameters between two brackets, names kept."""
    out, current, depth = [], [], 0
    for token in tokens:
        depth += (token in "([{") - (token in ")]}")
        if token == "," and depth == 0:
            out.append(spaced(current))
            current = []
        else:
            current.append(token)
    if current and current != ["void"]:
        out.append(spaced(current))
    return out


class Declarations:
    """What one preprocessing saw: functions, inline functions, data and macros with their parameters."""

    def __init__(self, text, include):
        self.functions, self.inlines, self.data, self.macros, self.structs = {}, {}, set(), {}, {}
        self.deprecated = set()
        code, inside = [], False
        for line in text.splitlines():
            if marker := re.match(r'# \d+ "([^"]*)"', line):
                path = os.path.normpath(marker[1])
                inside = path.startswith(include) and "/internal/" not in path and not path.endswith("pyconfig.h")
            elif inside and (macro := re.match(r"#define (\w+)(\([^)]*\))?\s*(.*)", line)):
                takes = None if macro[2] is None else [p.strip() for p in macro[2][1:-1].split(",") if p.strip()]
                self.macros[macro[1]] = (takes, macro[3])
            elif undefined := re.match(r"#undef (\w+)", line):
                self.macros.pop(undefined[1], None)
            elif inside and not line.startswith("#"):
                code.append(line)
        self.read(TOKEN.findall("\n".join(code)))

    def read(self, tokens):
        head, i = [], 0
        while i < len(tokens):
            token = tokens[i]
            if token == '"C"' or (token == "extern" and tokens[i + 1:i + 3] == ['"C"', "{"]):
                i += 3 if token == "extern" else 1
                continue
            if token == "{":
                end, depth = i, 0
                while end < len(tokens):
                    depth += (tokens[end] == "{") - (tokens[end] == "}")
                    end += 1
                    if depth == 0:
                        break
                body = tokens[i + 1:end - 1]
                if head and head[-1] == ")" and "typedef" not in head and "=" not in head:
                    self.declare(head, True)
                    head = []
                elif {"struct", "union", "enum"} & set(head[:3]):
                    head.append(("body", body))
                i = end
                continue
            if token == ";":
                self.declare(head, False)
                head = []
            elif token != "}":
                head.append(token)
            i += 1

    def declare(self, head, inline):
        bodies = [t[1] for t in head if isinstance(t, tuple)]
        words = [t for t in head if not isinstance(t, tuple)]
        if bodies:
            names = {w for w in words if re.match(r"_?Py\w+$", w)}
            for name in names:
                self.structs.setdefault(name, bodies[0])
        if not words:
            return
        tokens, deprecated = plain(words)
        if not tokens or tokens[0] == "typedef" or bodies:
            return
        if "(" in tokens and "=" not in tokens[:tokens.index("(")]:
            at = tokens.index("(")
            if tokens[at + 1:at + 2] == ["*"]:
                self.data.add(tokens[at + 2])
                return
            # `int (Py_NAME)(void)`
            if at + 3 < len(tokens) and tokens[at + 2] == ")" and tokens[at + 3] == "(":
                name, at = tokens[at + 1], at + 3
                result = tokens[:at - 3]
            elif at > 0:
                name, result = tokens[at - 1], tokens[:at - 1]
            else:
                return
            found = (spaced(result), parameters(tokens[at + 1:balanced(tokens, at) - 1]))
            (self.inlines if inline else self.functions)[name] = found
            if deprecated:
                self.deprecated.add(name)
            return
        if "=" in tokens:
            tokens = tokens[:tokens.index("=")]
        while tokens and tokens[-1] == "]":
            tokens = tokens[:len(tokens) - 1 - tokens[::-1].index("[")]
        if len(tokens) > 1 and re.match(r"[A-Za-z_]\w*$", tokens[-1]):
            self.data.add(tokens[-1])


def every_way(include, minor):
    headers = root_headers(include)
    ways = [[], ["PY_SSIZE_T_CLEAN"], ["Py_DEBUG", "Py_REF_DEBUG"], [f"Py_LIMITED_API=0x03{minor:02X}0000"]]
    if minor >= 13:
        ways.append(["Py_GIL_DISABLED=1"])
    for defines in ways:
        text = run_gcc(include, headers, defines)
        if text is None and "LIMITED" in " ".join(defines):
            text = run_gcc(include, [], defines)
        if text is None:
            print(f"3.{minor} {defines}: not read", file=sys.stderr)
            continue
        yield Declarations(text, include)


def raw_functions(include):
    """Functions behind conditions that no preprocessing here meets: `PyAPI_FUNC(int) Py_NAME(...)` as text.

    And the versions that `Py_DEPRECATED(3.x)` names, by function.
    """
    found, deprecated = {}, {}
    for folder, _, files in os.walk(include):
        if "internal" in folder.split(os.sep):
            continue
        for file in sorted(files):
            if file.endswith(".h"):
                text = open(os.path.join(folder, file), encoding="utf-8", errors="replace").read()
                text = re.sub(r"/\*.*?\*/|//[^\n]*|^[ \t]*#[^\n]*", " ", text, flags=re.S | re.M)
                for m in re.finditer(r"Py_DEPRECATED\(3\.(\d+)\)\s*(?:PyAPI_FUNC\([^()]*\)|static inline [\w *]*?)\s*(\w+)\s*\(", text):
                    deprecated[m[2]] = int(m[1])
                for m in re.finditer(r"PyAPI_FUNC\([^()]*\)\s*(\w+)\s*\([^;]*?\)\s*Py_DEPRECATED\(3\.(\d+)\)", text):
                    deprecated[m[1]] = int(m[2])
                for m in re.finditer(r"PyAPI_FUNC\(([^()]*)\)\s*(\w+)\s*(\()", text):
                    tokens = TOKEN.findall(text[m.start(3):m.start(3) + 3000])
                    found.setdefault(m[2], (spaced(TOKEN.findall(m[1])), parameters(tokens[1:balanced(tokens, 0) - 1])))
    return found, deprecated


class Facts(dict):
    """One row; cells by column."""

    def set(self, column, value):
        if value not in (None, "", "-"):
            self[column] = value


def count(params):
    fixed = [p for p in params if p != "..." and not p.endswith("...")]
    return f"{len(fixed)}{'+' if len(fixed) != len(params) else ''}"


def by_version(values, present):
    """`5;3.13:6` of {minor: value}; a version without a value keeps the one before."""
    out, last = [], None
    for minor in sorted(present):
        value = values.get(minor, last)
        if value is not None and value != last:
            out.append(value if not out else f"3.{minor}:{value}")
            last = value
    return ";".join(out)


def stable_abi():
    out = {}
    for line in open(f"{HERE}/../src/capi/stable_abi.tsv"):
        if not line.startswith("#"):
            cells = line.rstrip("\n").split("\t")
            out[cells[0]] = (int(cells[1]), cells[2])
    return out


def exported():
    out = {}
    for line in open(f"{HERE}/../src/capi/exports.tsv"):
        if not line.startswith("#"):
            name, ranges = line.split()
            spans = [r.split("-") for r in ranges.split(",")]
            out[name] = {m for s in spans for m in range(int(s[0]), int(s[-1]) + 1)}
    return out


def manual(folder):
    """Per name: the markup of its entry, and whether it is documented as a macro; parameters of its signature."""
    out = {}
    for file in sorted(os.listdir(folder)):
        if not file.endswith(".html"):
            continue
        text = open(f"{folder}/{file}", encoding="utf-8").read()
        starts = [(m.start(), m[1], m.end()) for m in re.finditer(r'<dt class="sig sig-object c" id="c\.([\w.]+)">', text)]
        for i, (_, name, end) in enumerate(starts):
            # Several signatures may share one text.
            j = i
            while j + 1 < len(starts) and "<dd>" not in text[starts[j][2]:starts[j + 1][0]]:
                j += 1
            stop = starts[j + 1][0] if j + 1 < len(starts) else len(text)
            signature = text[end:text.index("</dt>", end)]
            body = text[starts[j][2]:stop]
            # An entry ends where its list does, as far as that can be told, or at the next heading.
            body = body[body.index("</dt>") + 5:]
            body = re.split(r"<section|<h[1-6]", body)[0]
            out.setdefault(name, (strip(signature), body))
    return out


def strip(markup):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", markup))).strip()


def documented(facts, signature, body):
    plain_text = strip(body)
    if "return_new_ref" in body:
        facts.set("returns", "new")
    elif "return_borrowed_ref" in body:
        facts.set("returns", "borrowed")
    if m := re.search(r'class="threadsafety threadsafety-(\w+)"', body):
        facts["thread_safety"] = m[1]
    for kind, column in ((r"Soft deprecated(?:<[^>]*>|\s)*since version", "soft_deprecated"), ("Deprecated since version", "deprecated")):
        if m := re.search(kind + r" 3\.(\d+)(.*?)</div>", body, re.S):
            said = strip(m[2])
            facts.set(column, f"3.{max(int(m[1]), OLDEST)}")
            links = [n for n in re.findall(r'title="(\w+)"', m[2]) if n != facts["name"] and NAME.match(n)]
            if links and re.search(r"\b[Uu]se\b|[Ii]nstead|replaced|[Pp]refer|alias", said):
                facts.set("replacement", links[0])
    sentences = re.split(r"(?<=[.;:])\s+", plain_text)
    for sentence in sentences:
        if not re.search(r"error|fail|exception|raise|unsuccessful|not successful", sentence, re.I):
            continue
        for value, pattern in (("NULL", r"\bNULL\b"), ("-1", r"(?<![\w.])-1(?![\w.])")):
            if re.search(r"[Rr]eturn|[Oo]n (?:error|failure)", sentence) and re.search(pattern, sentence):
                facts.setdefault("fails", set()).add(value)
    if m := re.search(r"(not|n.t|without)(?: an?| need| require| to| hold| be| called)*(?: an)? attached thread state", plain_text):
        facts["attached"] = "no"
    elif re.search(r"(?:must (?:have|hold|be)|requires|caller must hold) an attached thread state|called with an attached thread state", plain_text):
        facts["attached"] = "yes"
    m = re.search(r"\((.*)\)[^()]*$", signature)
    facts["signature"] = (signature[:m.start()] if m else signature, [p for p in (m[1].split(",") if m else []) if p.strip() not in ("", "void")])


def refcounts(path):
    """Per function: the effect on each parameter, in order."""
    out = {}
    for line in open(path):
        if not line.startswith("#") and line.count(":") >= 4:
            name, _, parameter, effect = line.split(":")[:4]
            if parameter:
                out.setdefault(name.strip(), []).append(effect.strip())
    return out


OUT = re.compile(r"(?:unsigned |signed )?(?:int|long|long long|double|size_t|Py_ssize_t|Py_UCS4|Py_hash_t|Py_buffer|PyTime_t|u?int(?:32|64)_t|uint8_t) \*|"
                 r"(?:PyObject|PyTypeObject|PyThreadState|PyModuleDef|PyASCIIObject) \*\*|char \*\*|wchar_t \*\*|const char \*\*|void \*\*")
# Pointers that are read, or read and written as arrays.
READ = re.compile(r"\b(args|argv|stack|keywords?|kwlist|shape|strides|indices|items|kwnames|array|digits|fields|modules)\b", re.I)


def writes(params):
    numbers = []
    for i, parameter in enumerate(params, 1):
        text = re.sub(r"\s*\*", " *", parameter).replace("* *", "**")
        if OUT.match(text) and not READ.search(parameter) and "[" not in parameter:
            numbers.append(str(i))
    return ",".join(numbers)


def by_hand(rows):
    """Lines `column<TAB>value<TAB>names`; a later line overrules, an exact name overrules a pattern."""
    unknown = []
    for exact in (False, True):
        for line in open(f"{HERE}/capi_functions_by_hand.tsv"):
            if line.startswith("#") or not line.strip():
                continue
            column, value, names = line.rstrip("\n").split("\t")
            if column not in COLUMNS:
                sys.exit(f"no column {column}")
            for name in names.split():
                pattern = "*" in name
                if pattern == exact:
                    continue
                if not pattern:
                    if name not in rows:
                        unknown.append(name)
                        continue
                    rows[name][column] = value
                    continue
                expression = re.compile(fnmatch.translate(name))
                hit = False
                for other, facts in rows.items():
                    if expression.match(other) and facts["kind"] != "data":
                        facts[column] = value
                        hit = True
                if not hit:
                    unknown.append(name)
    for name in sorted(set(unknown)):
        print(f"by hand, but no header has it: {name}", file=sys.stderr)


def aliased(takes, body, known):
    """The function that a macro is another word for, arguments in the same order."""
    body = body.strip()
    while body.startswith("(") and body.endswith(")") and balanced(list(body), 0) == len(body):
        body = body[1:-1].strip()
    if takes is None:
        return body if body in known else None
    m = re.match(r"(\w+)\s*\((.*)\)$", body)
    if not m or m[1] not in known:
        return None
    tokens = TOKEN.findall(m[2])
    passed = [re.findall(r"\w+", p)[-1:] for p in parameters(tokens)]
    return m[1] if passed == [[t] for t in takes] else None


def functions(folder, counts, paths):
    versions = includes(paths)
    newest = versions[-1][0]
    rows, args, seen, results, bodies, types = {}, {}, {}, {}, {}, {}
    for minor, _, include in versions:
        kinds, (raw, said) = {}, raw_functions(include)
        for name, number in said.items():
            row = rows.setdefault(name, Facts(name=name))
            row["attribute"] = min(row.get("attribute", 99), max(number, OLDEST))
        for way in every_way(include, minor):
            for kind, table in (("function", way.functions), ("static-inline", way.inlines)):
                for name, (result, params) in table.items():
                    # What is declared once as a function stays one; a macro of the name may lie over it.
                    if kinds.get(name) != "function":
                        kinds[name] = kind
                    args.setdefault(name, {}).setdefault(minor, count(params))
                    results[name], types[name] = result, params
            for name in way.data:
                kinds.setdefault(name, "data")
            for name, (takes, body) in way.macros.items():
                if takes is not None:
                    args.setdefault(name, {}).setdefault(minor, count(takes))
                kinds.setdefault(name, "macro")
                bodies[name] = (takes, body)
            for name in way.deprecated:
                rows.setdefault(name, Facts(name=name)).setdefault("attribute", minor)
        for name, (result, params) in raw.items():
            if name not in kinds or kinds[name] == "macro" and name not in args:
                kinds[name] = "function"
                args.setdefault(name, {}).setdefault(minor, count(params))
                results[name], types[name] = result, params
        for name, kind in kinds.items():
            if NAME.match(name):
                seen.setdefault(name, {})[minor] = kind
    # Macros without brackets are values or words of the language, unless they are another word for a function.
    callable_names = {n for n, k in seen.items() if set(k.values()) & {"function", "static-inline"}} | {
        n for n, (takes, _) in bodies.items() if takes is not None}
    alias = {}
    for name, kinds in list(seen.items()):
        if kinds[max(kinds)] == "macro" or "macro" in kinds.values() and name in bodies:
            takes, body = bodies[name]
            target = aliased(takes, body, callable_names - {name})
            if target and kinds[max(kinds)] == "macro":
                alias[name] = target
            elif takes is None and kinds[max(kinds)] == "macro" and not re.match(r"Py_(BEGIN|END|BLOCK|UNBLOCK)_|Py_RETURN_|PyObject_HEAD|PyDateTime_IMPORT", name):
                del seen[name]
    stable, export, docs = stable_abi(), exported(), manual(folder)
    for name, (added, kind) in stable.items():
        if name not in seen and name in export:
            seen[name] = {m: "data" if kind == "d" else "function" for m in export[name]}
        elif name not in seen:
            seen[name] = {m: "data" if kind == "d" else "function" for m in range(max(added, OLDEST), newest + 1)}
        elif kind == "f" and "function" not in seen[name].values():
            seen[name][max(seen[name])] = "function"
    limited = limited_macros(versions[-1][2], newest)
    for name, kinds in seen.items():
        facts = rows.setdefault(name, Facts(name=name))
        last = kinds[max(kinds)]
        facts["kind"] = last
        facts["since"] = f"3.{min(kinds)}"
        facts.set("removed", f"3.{max(kinds) + 1}" if max(kinds) < newest else None)
        missing = [m for m in range(min(kinds), max(kinds)) if m not in kinds]
        if missing:
            print(f"{name}: not in 3.{missing}", file=sys.stderr)
        if name in stable:
            facts["limited"] = f"3.{stable[name][0]}"
        elif name in limited and last != "data":
            # A macro that came later is not there for a limited API of before.
            facts["limited"] = f"3.{max(limited[name], min(kinds) if min(kinds) > OLDEST else 0)}"
        if last == "data":
            continue
        if name in docs:
            documented(facts, *docs[name])
        if attribute := facts.pop("attribute", None):
            facts.setdefault("deprecated", f"3.{attribute}")
        values = args.get(name) or args.get(alias.get(name), {})
        facts.set("args", by_version(values, kinds))
        signature = facts.pop("signature", None)
        result = results.get(name) or (signature[0].rsplit(" ", 1)[0].strip() if signature else None)
        params = types.get(name) or (signature[1] if signature else None)
        if result and "returns" not in facts:
            result = re.sub(r"\s*\*", " *", result)
            pointer = OBJECTS.search(result)
            facts.set("returns", "none" if result == "void" else "int" if result == "int" else None if pointer else "other")
        fails = facts.pop("fails", set())
        if facts.get("returns") == "new":
            facts["may_fail"] = "NULL"
        elif fails:
            is_pointer = result and ("*" in result or facts.get("returns") == "borrowed")
            wanted = "NULL" if is_pointer else "-1"
            if wanted in fails and facts.get("returns") != "none":
                facts["may_fail"] = wanted
        if params:
            facts.set("writes", writes(params))
            facts["objects"] = any(re.search(r"\bPy\w*Object\b|PyTypeObject", p) for p in params)
        if attached := facts.pop("attached", None):
            facts["gil"] = attached
        elif facts.get("objects") or result and OBJECTS.search(re.sub(r"\s*\*", " *", result)):
            facts.set("gil", "yes")
    for name, effects in refcounts(counts).items():
        if name in rows and rows[name].get("kind") not in (None, "data"):
            rows[name].set("keeps", ",".join(str(i) for i, e in enumerate(effects, 1) if e == "+1"))
    rows = {n: f for n, f in rows.items() if "kind" in f}
    by_hand(rows)
    for facts in rows.values():
        if facts.get("returns") == "new":
            facts.setdefault("may_fail", "NULL")
        if facts.get("replacement", "-") not in rows:
            facts.pop("replacement", None)
    for _ in range(3):
        for name, target in alias.items():
            if name in rows and target in rows:
                for column in COLUMNS[COLUMNS.index("returns"):]:
                    if column != "args" and column in rows[target]:
                        rows[name].setdefault(column, rows[target][column])
    for facts in rows.values():
        if "replacement" in facts and facts["replacement"] in rows:
            facts.setdefault("replacement_since", rows[facts["replacement"]]["since"])
    print("# Functions, macros, inline functions and variables of CPython's C API: what each is and does.")
    print(f"# Source: headers of CPython {', '.join(v for _, v, _ in versions)}; its manual and table of reference counts;")
    print(f"# tools/capi_functions_by_hand.tsv; stable_abi.tsv. Written {datetime.date.today().isoformat()} by tools/capi_functions.py.")
    print("# `-` is unknown or nothing. Argument numbers count from 1. What the columns mean: functions.rs.")
    print("\t".join(COLUMNS))
    for name in sorted(rows, key=str.encode):
        print("\t".join(str(rows[name].get(column) or "-") for column in COLUMNS))
    return rows


def limited_macros(include, newest):
    """The first Py_LIMITED_API, as a minor version, under which the newest headers show a macro or inline function."""
    out, headers = {}, root_headers(include)
    for minor in range(2, newest + 1):
        text = run_gcc(include, headers, [f"Py_LIMITED_API=0x03{minor:02X}0000"])
        if text is None:
            sys.exit(f"limited API 3.{minor}: not read")
        way = Declarations(text, include)
        for name in [*way.inlines, *way.macros]:
            out.setdefault(name, minor)
    return out


def headers(paths):
    versions = includes(paths)
    found = {}
    for minor, _, include in versions:
        for folder, _, files in os.walk(include):
            below = os.path.relpath(folder, include)
            for file in files:
                if file.endswith(".h") and below in (".", "cpython", "internal"):
                    found.setdefault(file if below == "." else f"{below}/{file}", []).append(minor)
    print("# Headers of CPython, and the minor versions of CPython 3 that install them.")
    print(f"# Source: installed headers of CPython {', '.join(v for _, v, _ in versions)};")
    print(f"# written {datetime.date.today().isoformat()} by tools/capi_functions.py.")
    for name in sorted(found, key=str.encode):
        print(f"{name}\t{','.join(map(str, sorted(found[name])))}")


STRUCTS = """PyTypeObject PyHeapTypeObject PyType_Spec PyType_Slot PyModuleDef PyModuleDef_Base PyModuleDef_Slot PyMethodDef
    PyMemberDef PyGetSetDef PyNumberMethods PySequenceMethods PyMappingMethods PyAsyncMethods PyBufferProcs PyObject
    PyVarObject Py_buffer PyStructSequence_Field PyStructSequence_Desc PyMemAllocatorEx PySlot PyABIInfo""".split()


def struct_fields(body, deep=None):
    """Field names in order; those of a union or struct without a name stand in its place.

    With `deep`, the bodies of structs by name, those of a struct that is a field stand there too.
    """
    out, statement, i = [], [], 0
    while i < len(body):
        token = body[i]
        if token == "{":
            end, depth = i, 0
            while end < len(body):
                depth += (body[end] == "{") - (body[end] == "}")
                end += 1
                if depth == 0:
                    break
            inner, i = body[i + 1:end - 1], end
            if body[i:i + 1] == [";"] and not [t for t in statement if t not in ("union", "struct", "__extension__")]:
                out.extend(struct_fields(inner, deep))
                statement = []
                i += 1
            elif deep is not None and "enum" not in statement:
                out.extend(struct_fields(inner, deep))
            continue
        if token == ";":
            words, _ = plain(statement)
            if "(" in words and words[words.index("(") + 1] == "*":
                out.append(words[words.index("(") + 2])
            else:
                while words and (words[-1] == "]" or ":" in words):
                    words = words[:words.index("[") if words[-1] == "]" else words.index(":")]
                if deep and len(words) == 3 and words[0] == "struct" and words[1].startswith("_") and words[1] in deep:
                    out.extend(struct_fields(deep[words[1]], {}))
                # A bit-field without a name is no field.
                if words and re.match(r"\w+$", words[-1]) and words[-1] not in ("int", "char", "long", "short", "unsigned"):
                    # `int a, b;`
                    for at, word in enumerate(words):
                        if at + 1 == len(words) or words[at + 1] == ",":
                            out.append(word)
            statement = []
        else:
            statement.append(token)
        i += 1
    return out


def all_structs(versions):
    """{struct: {minor: fields}}: as a build with the GIL and without debugging has them."""
    found = {}
    for minor, _, include in versions:
        text = run_gcc(include, root_headers(include), [])
        way = Declarations(text, include)
        text = re.sub(r"^#.*$", "", text, flags=re.M)
        short = {"_object": "PyObject", "_typeobject": "PyTypeObject", "bufferinfo": "Py_buffer", "_heaptypeobject": "PyHeapTypeObject"}
        # `typedef struct _typeobject PyTypeObject` names a body that stands elsewhere.
        for m in re.finditer(r"typedef\s+struct\s+(\w+)\s+(\w+)\s*;", text):
            short.setdefault(m[1], m[2])
        inner = {}
        for m in re.finditer(r"struct\s+(\w+)\s*\{", text):
            if m[1] in short or m[1].startswith("_Py"):
                tokens = TOKEN.findall(text[m.end() - 1:m.end() + 20000])
                depth, end = 0, 0
                for end, token in enumerate(tokens):
                    depth += (token == "{") - (token == "}")
                    if depth == 0:
                        break
                inner[m[1]] = tokens[1:end]
                way.structs.setdefault(short.get(m[1], m[1]), tokens[1:end])
        for name, body in way.structs.items():
            body = [t for t in body if not t.startswith("#")]
            found.setdefault(name, {})[minor] = (struct_fields(body), struct_fields(body, inner))
    return found


def structs(paths):
    versions = includes(paths)
    found, newest = all_structs(versions), versions[-1][0]
    print("# Structs of CPython's C API: the order of their fields, and fields that came and went.")
    print(f"# Source: gcc -E on the headers of CPython {', '.join(v for _, v, _ in versions)} (with the GIL, no debug build);")
    print(f"# written {datetime.date.today().isoformat()} by tools/capi_functions.py. Only structs that are filled in by position")
    print("# or named often have their order. `came`: first version with the field. `gone`: first version without it.")
    print("# `hidden`: first version whose public headers do not define the struct. Versions are minor versions of Python 3.")
    print("struct\twhat\tversions\tfields")
    rows = []
    for name, minors in found.items():
        if not NAME.match(name):
            continue
        ordered = sorted(minors)
        if name in STRUCTS:
            start = ordered[0]
            for at, minor in enumerate(ordered):
                if at + 1 == len(ordered) or minors[ordered[at + 1]][0] != minors[minor][0]:
                    rows.append((name, "order", f"{start}-{minor}", ",".join(minors[minor][0]) or "-"))
                    start = ordered[at + 1] if at + 1 < len(ordered) else None
        for field in sorted({f for _, fields in minors.values() for f in fields}):
            having = [m for m in ordered if field in minors[m][1]]
            if having[0] > ordered[0]:
                rows.append((name, "came", str(having[0]), field))
            if having[-1] < ordered[-1]:
                rows.append((name, "gone", str(ordered[ordered.index(having[-1]) + 1]), field))
        if ordered[-1] < newest:
            rows.append((name, "hidden", str(ordered[-1] + 1), "-"))
    for row in sorted(rows, key=lambda r: (r[0].encode(), ["order", "came", "gone", "hidden"].index(r[1]), int(r[2].split("-")[0]), r[3])):
        print("\t".join(row))


if __name__ == "__main__":
    if sys.argv[1:2] == ["functions"] and len(sys.argv) > 4:
        functions(sys.argv[2], sys.argv[3], sys.argv[4:])
    elif sys.argv[1:2] == ["structs"] and len(sys.argv) > 2:
        structs(sys.argv[2:])
    elif sys.argv[1:2] == ["headers"] and len(sys.argv) > 2:
        headers(sys.argv[2:])
    else:
        sys.exit(__doc__)
