#!/usr/bin/env python3
"""Compares what extlint says that a Python, or a limited API, lacks with what a C compiler says.

    python3 tools/compare_with_compiler.py EXTLINT CONFIGURATION... [--cache DIR] [--options FILE] -- PROJECT...

EXTLINT is the binary. CONFIGURATION is `3.13=INCLUDE[:INCLUDE…]`, the folders of one Python's headers, or
`3.13/0x03080000=INCLUDE…`, the same with that `Py_LIMITED_API`. PROJECT are folders of sources: each C and C++ file that leads
to Python.h is compiled (syntax only) with every configuration; one that needs a header which is not here is left out. FILE has
lines `NAME FLAG...`: flags of the compiler for the project in a folder of that name, as its build gives them. Versions below
`requires-python` are left out.

Words of the C API that the compiler does not know, fields, incomplete structs, arguments and headers are compared with what the
rules say in a run for that version alone. What both say is counted; what one says is printed with a reason that this script
checked, or with `?`. The answers of the compiler are kept in DIR.
"""

import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
import time

import compiler_says as says
from compare_reasons import BY_UNIT, Reasons

PLAIN = "ABI004,ABI005,ABI008,ABI010,ABI011,ABI014,ABI018,ABI002"
LIMITED = "LIM001,LIM002,LIM003,LIM004"
API = re.compile(r"_{0,2}(?:Py|PY)[A-Z_a-z]|METH_|[TW]_[A-Z]|READ")
REACH = re.compile(r"`(\w+)` is out of reach")


class Ours:
    """One finding of extlint: a file, a rule, the words it is about, its lines."""

    def __init__(self, row):
        self.code, self.file, self.text = row["code"], os.path.realpath(row["path"]), row["message"]
        symbol = row["symbol"]
        self.struct, _, field = symbol.rpartition(".") if self.code in ("ABI008", "ABI010", "ABI011") else ("", "", symbol)
        if self.code == "LIM003":
            reach = REACH.search(self.text)
            self.struct, field = ("", symbol) if self.text.startswith("static type") else (symbol, reach[1] if reach else symbol)
        self.word = field
        self.lines = sorted({label["line"] for label in row["labels"] if label["path"] == row["path"]})
        self.all = not any("places in this file" in note for note in row["notes"])
        self.both = False

    def __str__(self):
        return f"{self.file}:{self.lines[0]}\t{self.code}\t{self.struct + '.' if self.struct else ''}{self.word}"


class Theirs:
    """What the compiler says of one word in one file: the lines, and other places that macros lead from."""

    def __init__(self, kind, word, of, file):
        self.kind, self.word, self.of, self.file = kind, word, of, file
        self.lines, self.files, self.units, self.macros, self.both = set(), set(), set(), set(), False
        # Where it is no known type.
        self.no_type = set()

    def __str__(self):
        return f"{self.file}:{min(self.lines)}\t{self.kind}\t{self.of + '.' if self.of else ''}{self.word}"


def least(project):
    """The minor version that a project begins with, as its build files say it."""
    for name in ("pyproject.toml", "setup.cfg", "setup.py"):
        path = os.path.join(project, name)
        if os.path.exists(path):
            text = open(path, encoding="utf-8", errors="replace").read()
            if m := re.search(r"""(?:requires-python|python_requires)\s*=\s*["']?\s*>=?\s*3\.(\d+)""", text):
                return int(m[1])
    return 0


def ask_extlint(binary, root, configuration):
    settings = [f'min-python = "3.{configuration.minor}"', f'max-python = "3.{configuration.minor}"']
    limited = configuration.limited
    settings.append(f'limited-api = "3.{(limited >> 16) & 0xFF}"' if limited else "limited-api = false")
    with tempfile.NamedTemporaryFile("w", suffix=".toml") as file:
        file.write("\n".join(settings) + "\n")
        file.flush()
        command = [binary, "check", root, "--config", file.name, "--select", LIMITED if limited else PLAIN, "--all", "--output-format", "json-lines"]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f"{root}: {done.stderr}")
    rows = (json.loads(line) for line in done.stdout.splitlines())
    # A private name that is still there, and a header that Python.h includes, are no errors.
    return [Ours(row) for row in rows if row["code"] not in ("ABI004", "ABI002") or row["severity"] == "error"]


def source_word(place, pattern):
    path, line = place
    try:
        text = open(path, encoding="utf-8", errors="replace").read().split("\n")[line - 1]
    except (OSError, IndexError):
        return None
    found = re.search(pattern, text)
    return found and found[1]


def gather(answers, configuration, structs, ever):
    """What the compiler says of CPython's words, by file and word; other words are no business of the C API."""
    out = {}
    for (name, unit), answer in answers.items():
        if name != configuration.name or answer["missing"]:
            continue
        for kind, word, of, places, text in answer["said"]:
            of = next((t for o in [*of, *([word] if kind == "struct" else [])] if (t := TAGS.get(o, o)) in structs), "")
            own = [p for p in places if not configuration.owns(p[0]) and not p[0].startswith("/usr/")]
            if not own:
                continue
            if kind in ("lvalue", "void"):
                word = next((w for p in places if (w := source_word(p[:2], r"\b(Py_(?:TYPE|SIZE|REFCNT)|Py(?:List|Tuple)_SET_ITEM|PyCell_SET)\b"))), None)
                if word is None:
                    continue
            elif kind == "struct":
                word = ""
                if not of:
                    continue
            elif kind == "field":
                if not of:
                    continue
            elif kind == "object":
                of = ""
            elif kind == "name" and not API.match(word):
                continue
            elif kind in ("args", "types") and word not in ever:
                continue
            key = (own[0][0], kind, word, of)
            item = out.setdefault(key, Theirs(kind, word, of, own[0][0]))
            item.lines.add(own[0][1])
            item.files |= {p[0] for p in own}
            # Macros of CPython that led to it, and the place of their use.
            item.macros |= {p[2] for before, p in zip(places, places[1:]) if configuration.owns(before[0])}
            item.lines |= {p[1] for p in own if p[0] == item.file}
            item.units.add(unit)
            if text.startswith("unknown type") or "does not name a type" in text:
                item.no_type |= {p[1] for p in own if p[0] == item.file}
    return list(out.values())


TAGS = {line.split("\t")[0]: line.split("\t")[1].strip() for line in open(f"{says.HERE}/../src/capi/tags.tsv") if line[0] != "#"}


def is_same(theirs, ours):
    if ours.file not in theirs.files:
        return False
    if ours.word in theirs.macros:
        return True
    if theirs.kind == "struct":
        opaque_type = theirs.of == "PyTypeObject" and ours.text.startswith("static type")
        return theirs.of in (ours.struct, ours.word) or opaque_type
    if theirs.kind == "object":
        return ours.word == theirs.word or bool(theirs.lines & set(ours.lines))
    if theirs.kind == "name" and ours.struct == theirs.word:
        return True
    return ours.word == theirs.word or ours.code == "ABI002" and theirs.kind == "header" and ours.word.endswith(theirs.word)


def pair(theirs, ours):
    by_file = collections.defaultdict(list)
    for found in ours:
        by_file[found.file].append(found)
    for said in theirs:
        for found in (f for file in said.files for f in by_file[file]):
            if is_same(said, found):
                said.both = found.both = True


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("extlint")
    parser.add_argument("configurations", nargs="+")
    parser.add_argument("--cache", default=os.path.join(tempfile.gettempdir(), "extlint-compiler"))
    parser.add_argument("--options")
    parser.add_argument("--also", action="append", help="a configuration that only reasons ask")
    cut = sys.argv.index("--")
    given, projects = parser.parse_args(sys.argv[1:cut]), sys.argv[cut + 1:]
    began, cut = time.time(), None
    configurations = [says.Configuration(c) for c in given.configurations]
    compiler = says.Compiler(given.cache)
    flags = dict(line.split(None, 1) for line in open(given.options) if line.strip()) if given.options else {}
    structs = {line.split("\t")[0] for line in open(f"{says.HERE}/../src/capi/fields.tsv") if line[0] != "#"}
    known = {c.name: compiler.words(c) for c in configurations}
    ever = set().union(*known.values())
    also = [says.Configuration(c) for c in given.also or []]
    known |= {c.name: compiler.words(c) for c in also}
    reasons = Reasons(compiler, list({c.name: c for c in [*configurations, *also]}.values()), known)
    sums, by_rule, explained, files = collections.Counter(), collections.Counter(), collections.Counter(), collections.Counter()
    for root in projects:
        project = says.Project(root, flags.get(os.path.basename(os.path.realpath(root)), "").split())
        wanted = [c for c in configurations if c.minor >= least(project.root)]
        answers = says.ask_all(compiler, project, wanted, sys.stderr)
        for configuration in wanted:
            name = configuration.name
            compiled = {unit: a for (n, unit), a in answers.items() if n == name and not a["missing"]}
            read = {f for a in compiled.values() for f in a["read"]}
            files[name] += len(compiled)
            theirs = gather(answers, configuration, structs, ever)
            ours = [f for f in ask_extlint(given.extlint, project.root, configuration)]
            sums[name, "elsewhere"] += sum(f.file not in read for f in ours)
            ours = [f for f in ours if f.file in read]
            pair(theirs, ours)
            for side, items in (("compiler", theirs), ("extlint", ours)):
                for item in items:
                    rule = item.kind if side == "compiler" else item.code
                    sums[name, side] += 1
                    by_rule[side, rule, "both" if item.both else "only"] += 1
                    if item.both:
                        sums[name, f"{side} both"] += 1
                        continue
                    why = reasons.why(side, item, project, configuration, answers, theirs, ours)
                    if why == BY_UNIT:
                        sums[name, f"{side} both"] += 1
                        by_rule[side, rule, "both"] += 1
                        by_rule[side, rule, "only"] -= 1
                        continue
                    sums[name, f"{side} explained"] += why is not None
                    explained[side, why] += 1
                    print(f"{side}\t{name}\t{str(item).replace(project.root, os.path.basename(project.root))}\t{why or '?'}")
    report(configurations, sums, by_rule, explained, files, compiler, time.time() - began)


def report(configurations, sums, by_rule, explained, files, compiler, seconds):
    print(f"\n{'':18}{'files':>7}{'compiler':>10}{'both':>7}{'explained':>11}{'open':>6}{'%':>8}{'extlint':>10}{'both':>7}{'explained':>11}{'open':>6}{'%':>8}  elsewhere")
    total = collections.Counter()
    for name in [c.name for c in configurations] + ["all"]:
        row = [name, files[name]]
        for side in ("compiler", "extlint"):
            all_, both, why = (sums[name, side], sums[name, f"{side} both"], sums[name, f"{side} explained"])
            row += [all_, both, why, all_ - both - why, 100 * (both + why) / all_ if all_ else 100]
        print("{:18}{:7}{:10}{:7}{:11}{:6}{:8.1f}{:10}{:7}{:11}{:6}{:8.1f}  {}".format(*row, sums[name, "elsewhere"]))
        for key in [k for k in sums if k[0] == name]:
            sums["all", key[1]] += sums[key] if name != "all" else 0
        files["all"] += files[name] if name != "all" else 0
    print("\nby rule or kind of message")
    for side, rule in sorted({key[:2] for key in by_rule}):
        print(f"  {side:10}{rule:10} both {by_rule[side, rule, 'both']:5}  only {by_rule[side, rule, 'only']:5}")
    print("\nreasons")
    for (side, why), count in sorted(explained.items(), key=lambda e: (e[0][0], -e[1])):
        print(f"  only {side:10}{count:5}  {why or '? none found'}")
    print(f"\n{compiler.ran} answers were new; {seconds:.0f} s")


if __name__ == "__main__":
    main()
