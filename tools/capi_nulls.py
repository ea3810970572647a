#!/usr/bin/env python3
"""Writes src/capi/nulls.tsv from the sources of CPython: the arguments that a function follows without a look for NULL.

Usage: tools/capi_nulls.py SOURCES VERSION

An argument is in the table where the first thing that the function does with it, on every path, is to follow it: to ask its
type, to raise its count, to read a field, or to hand it to a function that is known to do so. Assertions do not count.
"""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent.parent
HEAD = re.compile(r"^(\w+)\(([^;{}]*)\)\s*\n\{\n", re.M)
WORD = re.compile(r"\w+")


def functions(text):
    """Name, names of the object parameters by number, body."""
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group().count("\n"), text, flags=re.S)
    text = re.sub(r"//[^\n]*", "", text)
    for head in HEAD.finditer(text):
        end = text.find("\n}\n", head.end())
        if end < 0:
            continue
        parameters = {}
        for number, parameter in enumerate(head.group(2).split(","), 1):
            found = re.fullmatch(r"\s*(?:const\s+|register\s+)*Py\w*Object\s*\*\s*(\w+)\s*", parameter)
            if found:
                parameters[found.group(1)] = number
        yield head.group(1), parameters, text[head.end():end]


def first_use(body, name):
    """The statement with the first mention of a name, where it stands in no block and behind no return."""
    depth = 0
    lines = []
    for line in body.split("\n"):
        lines.append((depth, line))
        depth += line.count("{") - line.count("}")
    text = []
    for depth, line in lines:
        if re.match(r"\s*assert\(", line) or line.startswith("#"):
            continue
        if re.search(rf"\b{name}\b", line):
            before = " ".join(text[-1:])
            if depth or re.match(r"\s*(if|for|while|switch)\b.*\)\s*$", before):
                return None
            return line
        if re.search(r"\breturn\b|\bgoto\b", line):
            return None
        text.append(line)
    return None


def follows(line, name, known):
    """Whether a statement follows a pointer for sure."""
    if line is None:
        return False
    mention = re.search(rf"\b{name}\b", line)
    if re.search(rf"\b{name}\s*(==|!=)\s*NULL|NULL\s*(==|!=)\s*{name}\b|!\s*{name}\b|\bPy_X\w+\(\s*{name}\b", line):
        return False
    if re.search(r"&&|\|\||\?", line[:mention.start()]):
        return False
    direct = rf"\bPy\w*_Check(Exact)?\(\s*{name}\s*\)|\bPy_(TYPE|SIZE|INCREF|NewRef|IS_TYPE)\(\s*{name}\b|^[^=]*\b{name}->|=\s*{name}->"
    if re.search(direct, line):
        return True
    for call in re.finditer(r"\b(\w+)\(([^()]*)\)", line):
        arguments = [a.strip() for a in call.group(2).split(",")]
        for number, argument in enumerate(arguments, 1):
            if argument in (name, f"(PyObject *){name}") and number in known.get(call.group(1), ()):
                return True
    return False


def main():
    root, version = pathlib.Path(sys.argv[1]), sys.argv[2]
    listed = {line.split("\t")[0] for line in (HERE / "src/capi/functions.tsv").read_text().splitlines() if line[:1] != "#"}
    bodies = []
    for folder in ("Objects", "Python", "Modules"):
        for path in sorted((root / folder).glob("*.c")):
            bodies.extend(functions(path.read_text(errors="replace")))
    known = {}
    while True:
        before = sum(map(len, known.values()))
        for name, parameters, body in bodies:
            for parameter, number in parameters.items():
                if follows(first_use(body, parameter), parameter, known):
                    known.setdefault(name, set()).add(number)
        if sum(map(len, known.values())) == before:
            break
    with open(HERE / "src/capi/nulls.tsv", "w") as out:
        out.write("# Functions that follow an argument without a look for NULL: NULL crashes them.\n")
        out.write(f"# Source: Objects/, Python/ and Modules/ of CPython {version}; written by tools/capi_nulls.py.\n")
        out.write("# arguments: 1 the first. What the table does not have is not known.\n")
        out.write("name\targuments\n")
        for name in sorted(known):
            if name in listed:
                out.write(f"{name}\t{','.join(map(str, sorted(known[name])))}\n")


main()
