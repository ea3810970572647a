"""What gcc says about C sources with the headers of several Pythons: for `compare_with_compiler.py`, by which it is asked.

No judgement here: files are compiled (syntax only), messages that speak of names, fields, structs, calls and headers are read,
answers are kept on disk by file, headers and options.
"""

import collections
import concurrent.futures
import copy
import hashlib
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FORM = 8
QUOTED = r"[‘'](?:struct )?(\w+)[’']"
AKA = r"(?: \{aka [‘'](?:struct )?(?P<aka>\w+)[’']\})?"
SAID = [
    (rf"implicit declaration of function {QUOTED}", "name"),
    (rf"{QUOTED} undeclared", "name"),
    (rf"unknown type name {QUOTED}", "name"),
    (rf"{QUOTED} (?:was not declared in this scope|has not been declared|does not name a type)", "name"),
    (rf"[‘'](?:const )?(?:struct )?(?P<of>\w+)[’']{AKA} has no (?:non-static data )?member named [‘'](\w+)[’']", "field"),
    (rf"[‘'](?:const )?(?:struct )?(?P<of>\w+)[’']{AKA} has no (?:non-static data )?member", "field"),
    (rf"invalid use of (?:undefined type|incomplete typedef|incomplete type) {QUOTED}{AKA}", "struct"),
    (rf"dereferencing pointer to incomplete type {QUOTED}{AKA}", "struct"),
    (rf"to incomplete type {QUOTED}{AKA}", "struct"),
    (rf"incomplete (?:element )?type {QUOTED}{AKA}", "struct"),
    (rf"(?:variable|field|parameter) (?:\d+ \()?[‘'](?:\w+ )*(\w+)[’']\)? has (?:initializer but )?(?:an )?incomplete type", "object"),
    (rf"storage size of {QUOTED} isn[’']t known", "object"),
    (rf"too (?:few|many) arguments to function [‘'][^’']*?(\w+)(?:\([^’']*\))?[’']", "args"),
    (r'macro "(\w+)" (?:requires|passed) \d+ arguments', "args"),
    (rf"passing argument \d+ of {QUOTED} from incompatible pointer type", "types"),
    (r"(lvalue) required", "lvalue"),
    (r"(void) value not ignored|invalid use of (void) expression", "void"),
    (r"(\S+): No such file or directory", "header"),
]
SAID = [(re.compile(pattern), kind) for pattern, kind in SAID]
LINE = re.compile(r"(.+?):(\d+):(\d+): (fatal error|error|warning|note): (.*)")
WARNINGS = ("-Wimplicit-function-declaration", "-Wincompatible-pointer-types")
# Folders whose headers a build would see by their bare name.
USUAL = ("", "src", "include", "lib", "inc")

Said = collections.namedtuple("Said", "kind word of places text")
"""A message: the word it is about, the struct of a field, and the places it names, innermost macro first."""


class Configuration:
    """Headers of one Python, and a value of `Py_LIMITED_API` or None: `3.13` or `3.13/0x03080000`."""

    def __init__(self, text):
        self.name, folders = text.split("=", 1)
        version, _, limited = self.name.partition("/")
        self.minor, self.limited = int(version.split(".")[1]), int(limited, 16) if limited else None
        self.includes = [os.path.realpath(f) for f in folders.split(":")]
        self.defines = [f"-DPy_LIMITED_API={limited}"] if limited else []

    def options(self):
        return [*(f"-I{i}" for i in self.includes), *self.defines]

    def with_defines(self, more):
        other = copy.copy(self)
        other.defines = self.defines + more
        return other

    def owns(self, path):
        return any(path.startswith(f"{i}/") for i in self.includes)


def python_headers():
    """The names of all headers that some CPython installs."""
    return {line.split("\t")[0] for line in open(f"{HERE}/../src/capi/headers.tsv") if line[0] != "#"}


class Project:
    """A folder of sources: the files to compile and how."""

    def __init__(self, root, defines):
        self.root, self.defines = os.path.realpath(root), defines
        self.headers, units = collections.defaultdict(list), []
        for folder, folders, files in os.walk(self.root):
            folders.sort()
            for file in sorted(files):
                path = os.path.join(folder, file)
                if file.endswith((".h", ".hpp", ".hh", ".inc")):
                    self.headers[file].append(path)
                elif file.endswith((".c", ".cpp", ".cc", ".cxx")):
                    units.append(path)
        self.known = {}
        self.units = [unit for unit in units if self.reaches_python(unit)]

    def reaches_python(self, start):
        """Whether a file includes Python.h, itself or through files of the project, whatever `#if` stand around."""
        seen, open_ = {start}, [start]
        while open_:
            path = open_.pop()
            if path not in self.known:
                text = open(path, encoding="utf-8", errors="replace").read()
                self.known[path] = re.findall(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^>"]+)[>"]', text, re.M)
            for name in self.known[path]:
                if name == "Python.h":
                    return True
                beside = os.path.normpath(os.path.join(os.path.dirname(path), name))
                found = [beside] if os.path.isfile(beside) else self.headers[os.path.basename(name)]
                open_ += [f for f in found if f not in seen]
                seen.update(found)
        return False

    def options(self, file):
        folders = [os.path.dirname(file), *(os.path.join(self.root, d) for d in USUAL)]
        later = sorted({os.path.dirname(p) for paths in self.headers.values() for p in paths})
        return [*(f"-I{d}" for d in folders if os.path.isdir(d)), *(f"-idirafter{d}" for d in later[:100]), *self.defines]


class Compiler:
    """Runs gcc, and keeps its answers in a folder."""

    def __init__(self, cache):
        self.cache, self.stubs, self.ran = cache, os.path.join(cache, "stubs"), 0
        self.python_headers = python_headers()

    def command(self, project, configuration, file, stubs):
        language = ["g++", "-std=gnu++17"] if file.endswith((".cpp", ".cc", ".cxx")) else ["gcc", "-std=gnu11"]
        stubs = [f"-idirafter{self.stub(name)}" for name in stubs]
        return [*language, *configuration.options(), *project.options(file), *stubs, "-Wno-deprecated-declarations", "-fmax-errors=0"]

    def stub(self, name):
        """A folder with an empty header in the place of one that this Python lacks, so that the rest is read."""
        folder = os.path.join(self.stubs, name.replace("/", "+"))
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        open(os.path.join(folder, name), "w").close()
        return folder

    def kept(self, what, project, configuration, file, work):
        text = "\0".join([str(FORM), what, file, str(os.stat(file).st_mtime_ns), configuration.name, *configuration.options(), *project.options(file)])
        path = os.path.join(self.cache, f"{hashlib.sha1(text.encode()).hexdigest()}.json")
        if os.path.exists(path):
            return json.load(open(path))
        found = work()
        self.ran += 1
        json.dump(found, open(f"{path}.new", "w"))
        os.rename(f"{path}.new", path)
        return found

    def syntax(self, project, configuration, file):
        """{said, others, read, missing}: what is said, the first of all other errors, the files read, and a header that is not here."""
        return self.kept("syntax", project, configuration, file, lambda: self.ask(project, configuration, file))

    def ask(self, project, configuration, file):
        stubs, said = [], []
        while True:
            command = [*self.command(project, configuration, file, stubs), "-fsyntax-only", "-fno-diagnostics-show-caret"]
            try:
                done = subprocess.run(command + [file], capture_output=True, text=True, errors="replace", timeout=300, env={**os.environ, "LC_ALL": "C.UTF-8"})
            except subprocess.TimeoutExpired:
                return {"said": [], "others": [], "read": [], "missing": "(time)"}
            now, others = messages(done.stderr)
            fatal = [m for m in now if m[0] == "header"]
            said += fatal
            if not fatal:
                said += now
                break
            name = fatal[0][1]
            if name not in self.python_headers or name in stubs or name == "Python.h":
                return {"said": [], "others": [], "read": [], "missing": name}
            stubs.append(name)
        read = subprocess.run([*self.command(project, configuration, file, stubs), "-M", "-MT", "x", file], capture_output=True, text=True, errors="replace").stdout
        read = re.split(r"(?<!\\)[\s]+", read.replace("\\\n", " ").removeprefix("x:").strip())
        read = sorted({os.path.realpath(r.replace("\\ ", " ")) for r in read if not configuration.owns(r) and not r.startswith("/usr/")})
        return {"said": said, "others": others[:3], "read": read, "missing": None, "stubs": stubs}

    def preprocessed(self, project, configuration, file):
        """{path: {line: words}} of what is compiled of each file of the project, macros expanded."""
        def work():
            stubs = self.syntax(project, configuration, file).get("stubs", [])
            text = subprocess.run([*self.command(project, configuration, file, stubs), "-E", file], capture_output=True, text=True, errors="replace").stdout
            found, path, line = {}, None, 0
            for part in text.splitlines():
                if marker := re.match(r'# (\d+) "([^"]*)"', part):
                    line = int(marker[1])
                    path = os.path.realpath(marker[2]) if not configuration.owns(marker[2]) and not marker[2].startswith(("/usr/", "<")) else None
                    continue
                if path and part.strip():
                    words = found.setdefault(path, {}).setdefault(line, [])
                    words += set(re.findall(r"[A-Za-z_]\w*", part))
                line += 1
            return found
        return self.kept("preprocessed", project, configuration, file, work)

    def words(self, configuration):
        """The words of one Python's headers, as the compiler sees them."""
        folder = configuration.includes[0]
        more = [h for h in sorted(self.python_headers) if "/" not in h and h not in ("Python.h", "dynamic_annotations.h", "graminit.h", "py_curses.h") and os.path.exists(f"{folder}/{h}")]
        source = "#include <Python.h>\n" + "".join(f"#include <{h}>\n" for h in more)
        command = ["gcc", "-E", "-dD", *configuration.options(), "-x", "c", "-"]
        text = subprocess.run(command, input=source, capture_output=True, text=True).stdout
        # A use in the body of a macro declares nothing.
        text = re.sub(r"^(#define \w+(?:\([^)]*\))?).*", r"\1", text, flags=re.M)
        return set(re.findall(r"[A-Za-z_]\w*", text))


def messages(text):
    """The messages that are about something known, and the first lines of other errors."""
    said, others, last = [], [], None
    for line in text.splitlines():
        found = LINE.match(line)
        if not found:
            continue
        path, at, _, level, message = found.groups()
        if level == "note":
            if last is not None and (macro := re.search(r"in expansion of macro [‘'](\w+)[’']", message)):
                last.append([os.path.realpath(path), int(at), macro[1]])
            elif "in definition of macro" not in message:
                last = None
            continue
        last = None
        if level == "warning" and not any(w in message for w in WARNINGS):
            continue
        for pattern, kind in SAID:
            if hit := pattern.search(message):
                groups = hit.groupdict()
                words = [g for i, g in enumerate(hit.groups(), 1) if g and i not in pattern.groupindex.values()]
                last = [[os.path.realpath(path), int(at)]]
                said.append([kind, words[0] if words else "", [g for g in (groups.get("of"), groups.get("aka")) if g], last, message])
                break
        else:
            if level != "warning":
                others.append(f"{path}:{at}: {message}")
    return said, others


def ask_all(compiler, project, configurations, log):
    """{(configuration name, file): answer}, two compilers at a time."""
    jobs = [(c, file) for file in project.units for c in configurations]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda job: compiler.syntax(project, *job), jobs))
    missing = collections.Counter(f["missing"] for f in found if f["missing"])
    print(f"{os.path.basename(project.root)}: {len(project.units)} files, {len(jobs)} compilations"
          + "".join(f"; {n} need {name}" for name, n in missing.most_common(5)), file=log, flush=True)
    return {(c.name, file): answer for (c, file), answer in zip(jobs, found)}
