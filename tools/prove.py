#!/usr/bin/env python3
"""Runs the programs of tools/found, each of which proves a defect that extlint reports in a release; writes the page of them.

    python3 tools/prove.py [NAME...] [--place DIR] [--python PATH...] [--extlint BIN] [--cpython DIR]
    python3 tools/prove.py --write | --check

NAME are parts of the programs' names; without any, all run. Each program begins with lines `# key: value`;
a line that begins with `#` and three spaces goes on with the one before:

    project, version   what pip installs, at exactly that version; or CPython and the version whose sources were read
    python             the Pythons that it runs on, each of which must do what is expected
    rule, place        what `--extlint` must report: a code, and FILE:LINE in the source distribution
    needs              other packages that must be there, with versions
    env                settings of the environment, such as PYTHONMALLOC=debug
    ends               the signal that ends it; without that, it ends by itself with exit code 0
    output             a line of its output, in order
    what, cure         for the page: what happens, and what to write instead

A virtual environment for each Python is made in DIR (default: a folder in the temporary folder), and the releases are installed
there. The programs run in an empty folder, without a core file. With `--extlint`, the source distributions are downloaded to DIR
as well, and the rule must be reported at the place; `--cpython` names the unpacked sources of the CPython that entries name.

Prints a table by rule. Exits with 1 if a program does anything else than expected or a finding is missing, 2 if it cannot run.
"""

import argparse
import collections
import glob
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import textwrap
import tomllib
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/src/found.md"
FIELD = re.compile(r"# ([a-z]+): (.+)\n")
MORE = "#   "
WIDTH = 120
SECONDS = 300


class Entry:
    """One program, and what its first lines say."""

    def __init__(self, path):
        self.path, self.name = path, path.stem
        self.fields = collections.defaultdict(list)
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        for count, line in enumerate(lines):
            field = FIELD.fullmatch(line)
            if field:
                key = field[1]
                self.fields[key].append(field[2])
            elif line.startswith(MORE) and self.fields:
                self.fields[key][-1] += " " + line.removeprefix(MORE).strip()
            else:
                self.program = "".join(lines[count:]).strip()
                break
        missing = {"project", "version", "python", "rule", "place", "what", "cure"} - set(self.fields)
        if missing:
            sys.exit(f"{path}: lacks {', '.join(sorted(missing))}")
        self.project, self.version, self.rule, self.place, self.what, self.cure = map(
            self.one, ("project", "version", "rule", "place", "what", "cure")
        )
        self.pythons = self.one("python").split(", ")
        self.output = self.fields["output"]
        self.ends = self.one("ends") if "ends" in self.fields else None
        self.in_cpython = self.project == "CPython"

    def one(self, key):
        return self.fields[key][0]

    def pins(self):
        own = [] if self.in_cpython else [f"{self.project}=={self.version}"]
        return own + [pin for line in self.fields["needs"] for pin in line.split(", ")]


def entries(names=()):
    found = [Entry(path) for path in sorted((ROOT / "tools/found").glob("*.py"))]
    chosen = [entry for entry in found if not names or any(name in entry.name for name in names)]
    if not chosen:
        sys.exit("no program has such a name")
    return chosen


# Pythons and releases


def python_for(version, given):
    """A Python of that minor version: one that was given, one on PATH, one of pyenv."""
    pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    installed = sorted(glob.glob(f"{pyenv}/versions/{version}*/bin/python"))
    for path in [*given, *installed[::-1], shutil.which(f"python{version}"), sys.executable]:
        if path:
            ask = "import sys; print('%d.%d' % sys.version_info[:2])"
            asked = subprocess.run([path, "-c", ask], capture_output=True, text=True)
            if asked.stdout.strip() == version:
                return path
    return None


def plain(pin):
    """A name and version as all clients understand them."""
    name, _, version = pin.partition("==")
    return re.sub("[-_.]+", "-", name).lower() + "==" + version


class Environment:
    """A virtual environment, and why a release is not in it."""

    def __init__(self, python, place):
        self.python = place / "bin/python"
        if not self.python.exists():
            subprocess.run([python, "-m", "venv", str(place)], check=True)
        self.absent = {}

    def pip(self, *arguments):
        command = [self.python, "-m", "pip", "--disable-pip-version-check", *arguments]
        return subprocess.run(command, capture_output=True, text=True)

    def install(self, pins):
        """Only these releases, not what they depend on; a wheel if there is one. Together, or one by one if that fails."""
        there = {plain(pin) for pin in self.pip("freeze", "--all").stdout.split()}
        wanted = [pin for pin in sorted(pins) if plain(pin) not in there]
        if not wanted or self.pip("install", "--no-deps", "--prefer-binary", *wanted).returncode == 0:
            return
        for pin in wanted:
            done = self.pip("install", "--no-deps", "--prefer-binary", pin)
            if done.returncode != 0:
                self.absent[pin] = (done.stderr.strip().splitlines() or ["pip failed"])[-1]

    def lacks(self, entry):
        return next((f"{pin}: {self.absent[pin]}" for pin in entry.pins() if pin in self.absent), None)


def run(entry, python):
    """None if the program does what is expected, otherwise what it did."""
    settings = dict(pair.split("=", 1) for line in entry.fields["env"] for pair in line.split())
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                [python, "-B", str(entry.path)],
                cwd=folder,
                env={**kept, "PYTHONNOUSERSITE": "1", "TMPDIR": folder, **settings},
                capture_output=True,
                timeout=SECONDS,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
            )
        except subprocess.TimeoutExpired:
            return f"no end after {SECONDS} s"
    ended = signal.Signals(-done.returncode).name if done.returncode < 0 else f"exit code {done.returncode}"
    output = done.stdout.decode(errors="replace").splitlines()
    if ended == (entry.ends or "exit code 0") and output == entry.output:
        return None
    last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
    return "; ".join([ended, *output[-3:], *last])


# What extlint says of the sources


class Sources:
    def __init__(self, extlint, place, cpython):
        self.extlint, self.place, self.cpython = os.path.abspath(extlint), place, cpython
        self.found = {}
        self.client = None

    def download(self, pin, version):
        """The folder of an unpacked source distribution, as a Python of that version sees the index. pip would build it to know
        its name; unearth only downloads."""
        folder = self.place / "sources" / pin
        if not folder.exists():
            if self.client is None:
                self.client = Environment(sys.executable, self.place / "client")
                self.client.pip("install", "unearth")
            kept = folder.with_name(f"{pin}.download")
            kept.mkdir(parents=True, exist_ok=True)
            command = [self.client.python, "-m", "unearth", "--no-binary", "--python-version", version, "--download", str(kept), pin]
            done = subprocess.run(command, capture_output=True, text=True)
            archive = next(iter(sorted(kept.glob("*.tar.gz")) + sorted(kept.glob("*.zip"))), None)
            if archive is None:
                raise OSError(f"{pin}: no source distribution: {done.stderr.strip()[-200:]}")
            if archive.suffix == ".zip":
                zipfile.ZipFile(archive).extractall(folder)
            else:
                with tarfile.open(archive) as tar:
                    tar.extractall(folder, filter="data")
        inner = [path for path in folder.iterdir() if path.is_dir()]
        return inner[0] if len(inner) == 1 else folder

    def findings(self, folder, what, select):
        key = (folder, what, select)
        if key not in self.found:
            done = subprocess.run(
                [self.extlint, "check", "--no-cache", "--no-config", "--select", select, "--output-format", "json", what],
                cwd=folder, capture_output=True, text=True,
            )  # fmt: skip
            if done.returncode not in (0, 1):
                raise OSError(done.stderr.strip()[-300:])
            rows = json.loads(done.stdout)["findings"]
            self.found[key] = {(row["code"], f"{row['path']}:{row['line']}") for row in rows}
        return self.found[key]

    def reported(self, entry):
        """Whether the rule is reported at the place; None if the sources are not here."""
        if entry.in_cpython:
            if self.cpython is None:
                return None
            folder, what = pathlib.Path(self.cpython), entry.place.partition("/")[0]
        else:
            folder, what = self.download(entry.pins()[0], entry.pythons[0]), "."
        # One run has all rules that are on, for all programs of a release. Those that are off are reported where they are named.
        every = ",".join(sorted({code.rstrip("0123456789") for code in rules()}))
        return any((entry.rule, entry.place) in self.findings(folder, what, select) for select in (every, entry.rule))


# The page


def rules():
    table = tomllib.loads((ROOT / "rules.toml").read_text(encoding="utf-8"))
    return {rule["code"]: rule["name"] for rule in table["rule"]}


def wrap(text):
    return textwrap.fill(text, WIDTH, break_long_words=False, break_on_hyphens=False) + "\n"


def page(found):
    names = rules()
    by_rule = collections.defaultdict(list)
    for entry in found:
        if entry.rule not in names:
            sys.exit(f"{entry.path}: there is no rule {entry.rule}")
        by_rule[entry.rule].append(entry)
    projects = {entry.project for entry in found}
    yield "# Found and proven\n"
    yield "<!-- Written by `python3 tools/prove.py --write`; the programs are in tools/found. -->\n"
    count = len(projects - {"CPython"})
    yield wrap(
        f"{len(found)} defects in released code that extlint reports and that a small program proves: in {count} projects "
        "from PyPI and in CPython itself. Each program can be run again: it ends by the signal or prints the lines that "
        "are shown. Most of these projects are among the most carefully kept there are; such mistakes are easy to make "
        "and hard to see, and each entry says what to write instead. A kind of mistake that a project makes in many "
        "places is one entry."
    )
    yield wrap(
        "`tools/prove.py` installs exactly these releases, runs the programs and compares. With `--extlint`, it also "
        "checks that the rule is reported at the place in the sources. Some programs use objects that behave badly on "
        "purpose, fail allocations by means of CPython's own test module, or need the debug allocator "
        "(`PYTHONMALLOC=debug`), which overwrites what is freed, to make visible every time what otherwise happens now "
        "and then. All were run on Linux with CPython 3.13.0; the places in CPython are those of the sources of 3.13.5."
    )
    yield "| rule | proven | in |\n|---|---|---|"
    for code in sorted(by_rule):
        where = ", ".join(sorted({entry.project for entry in by_rule[code]}, key=str.lower))
        yield f"| {code} `{names[code]}` | {len(by_rule[code])} | {where} |"
    for code in sorted(by_rule):
        yield f"\n## {code} {names[code]}"
        for entry in by_rule[code]:
            yield from section(entry)


def section(entry):
    python = " and ".join(entry.pythons)
    yield f"\n### {entry.project} {entry.version}: `{entry.place}`\n"
    yield wrap(entry.what)
    yield wrap(f"**Instead:** {entry.cure}")
    setting = f" with `{entry.one('env')}`" if "env" in entry.fields else ""
    yield f"<details><summary><code>tools/found/{entry.path.name}</code>, Python {python}{setting.replace('`', '')}</summary>\n"
    yield f"```python\n{entry.program}\n```\n\n</details>\n"
    end = [f"({entry.ends})"] if entry.ends else []
    yield "```text\n" + "\n".join(entry.output + end) + "\n```"


# All of it


def prove(chosen, arguments):
    place = pathlib.Path(arguments.place).resolve()
    place.mkdir(parents=True, exist_ok=True)
    environments = {}
    for version in sorted({version for entry in chosen for version in entry.pythons}):
        python = python_for(version, arguments.python)
        if python:
            environments[version] = Environment(python, place / version)
            environments[version].install({pin for entry in chosen if version in entry.pythons for pin in entry.pins()})
    sources = Sources(arguments.extlint, place, arguments.cpython) if arguments.extlint else None
    verdicts = collections.defaultdict(collections.Counter)
    for entry in chosen:
        verdict, why = judge(entry, environments, sources)
        verdicts[entry.rule][verdict] += 1
        print(f"{verdict:10} {entry.name}" + (f": {why}" if why else ""), flush=True)
    kinds = ("proven", "not proven", "not run")
    print(f"\n{'rule':8}" + "".join(f"{kind:>12}" for kind in kinds))
    total = sum(verdicts.values(), collections.Counter())
    for rule, counts in [*sorted(verdicts.items()), ("all", total)]:
        print(f"{rule:8}" + "".join(f"{counts[kind]:>12}" for kind in kinds))
    return 1 if total["not proven"] else 0


def judge(entry, environments, sources):
    for version in entry.pythons:
        if version not in environments:
            return "not run", f"there is no Python {version}"
        absent = environments[version].lacks(entry)
        if absent:
            return "not run", absent
    for version in entry.pythons:
        difference = run(entry, environments[version].python)
        if difference:
            return "not proven", f"Python {version}: {difference}"
    if sources is None:
        return "proven", None
    try:
        reported = sources.reported(entry)
    except (OSError, ValueError) as error:
        return "not run", f"the program holds, the sources were not read: {error}"
    if reported is None:
        return "proven", "the sources were not read: no --cpython"
    return ("proven", None) if reported else ("not proven", f"{entry.rule} is not reported at {entry.place}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--place", default=os.path.join(tempfile.gettempdir(), "extlint-prove"))
    parser.add_argument("--python", action="append", default=[], metavar="PATH")
    parser.add_argument("--extlint", metavar="BIN")
    parser.add_argument("--cpython", metavar="DIR")
    parser.add_argument("--write", action="store_true", help="write the page")
    parser.add_argument("--check", action="store_true", help="only compare the page with the programs")
    arguments = parser.parse_args()
    if arguments.write or arguments.check:
        text = "\n".join(page(entries())) + "\n"
        if arguments.write:
            PAGE.write_text(text, encoding="utf-8")
        elif text != PAGE.read_text(encoding="utf-8"):
            print("docs/src/found.md is not what the programs give: python3 tools/prove.py --write", file=sys.stderr)
            return 1
        return 0
    return prove(entries(arguments.names), arguments)


if __name__ == "__main__":
    sys.exit(main())
