#!/usr/bin/env python3
"""Runs extlint over many inputs, again and again: nothing may crash, and every run of an input must say the same bytes.

    python3 tools/supervise.py target/release/extlint sdists/*.tar.gz wheels/*.whl Python-3.13.5 ~/.pyenv/versions/*/lib

An input is a folder, a wheel, a compiled file, a source, or a source distribution (`.tar.gz`, `.zip`), which is unpacked
into a folder that is removed afterwards; nothing in it is run. Files that are given are checked one by one, and wheels and
compiled files once more all in one run.

Each input is checked `--runs` times (20), with 1 to 8 threads in turn and its arguments in another order each time: the
entries of a folder, shuffled. Inputs that take more than `--slow` seconds (30) in their first run get `--slow-runs` runs (3).
Standard output, standard error and the exit code of all runs are compared byte by byte.

Reported, as a row of a table for each input: runs, exit code, seconds and peak of memory of the first run (one thread) and
the largest peak of all. Said below: inputs that hold nothing to check, every input whose runs differ (the outputs are kept in
`--keep`), every panic, internal error, signal or run that takes longer than `--limit` seconds, and notes of what was cut short
or not read, with how many inputs have them. The exit code is 1 where an input differs or fails.

Linux alone: it asks the kernel for the peak of each child.
"""

import argparse
import collections
import hashlib
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

SOURCES = (".c", ".h", ".cc", ".cpp", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".inc", ".inl")
BINARIES = (".so", ".pyd", ".dylib", ".whl")
BAD = re.compile(rb"panicked at|internal error|RUST_BACKTRACE|stack overflow|memory allocation of")
SAID = re.compile(r"extlint: (?:note|error): (.*)")


def unpacked(path, folder):
    """A source distribution, unpacked below a folder; members that lead out of it are left out."""
    if path.endswith(".zip"):
        with zipfile.ZipFile(path) as archive:
            archive.extractall(folder)
        return
    def safe(member, to):
        try:
            return tarfile.data_filter(member, to)
        except tarfile.FilterError:
            return None
    with tarfile.open(path) as archive:
        archive.extractall(folder, filter=safe)


def holds(path):
    """Whether something to check lies at or below a path."""
    if os.path.isfile(path):
        return path.endswith(SOURCES + BINARIES)
    return any(name.endswith(SOURCES + BINARIES) for _, _, names in os.walk(path) for name in names)


def arguments(path):
    """The folder to run in and what is checked there: the entries of a folder, else the file itself."""
    if not os.path.isdir(path):
        return os.path.dirname(os.path.abspath(path)), [os.path.basename(path)]
    entries = [name for name in sorted(os.listdir(path)) if holds(os.path.join(path, name))]
    # What is packed in one folder is looked at from there.
    if len(entries) == 1 and os.path.isdir(os.path.join(path, entries[0])):
        return arguments(os.path.join(path, entries[0]))
    return path, entries


class Run:
    """One run: its bytes, exit code, seconds and peak of memory in MB."""

    def __init__(self, program, options, folder, paths, threads, limit):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            start = time.monotonic()
            args = [program, "check", "--no-cache", "--threads", str(threads), *options, "--", *paths]
            child = subprocess.Popen(args, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
            signal.signal(signal.SIGALRM, lambda *_: child.kill())
            signal.alarm(limit)
            _, status, usage = os.wait4(child.pid, 0)
            signal.alarm(0)
            child.returncode = self.code = os.waitstatus_to_exitcode(status)
            self.seconds, self.peak = time.monotonic() - start, usage.ru_maxrss / 1024
            out.seek(0)
            err.seek(0)
            self.out, self.err = out.read(), err.read()
        self.said = hashlib.sha256(b"%d\0%s\0%s" % (self.code, self.out, self.err)).hexdigest()

    def trouble(self):
        """What went wrong, in words; None where nothing did."""
        if self.code not in (0, 1, 2):
            return f"ended with {self.code}"
        found = BAD.search(self.err) or (BAD.search(self.out) if self.code == 2 else None)
        return found and f"said {found[0].decode()!r}"


def kind(message):
    """A message without what is of one input alone."""
    message = re.sub(r"^\S+[:!] ", "", message)
    message = re.sub(r"first (at|in) \S+", r"first \1 …", message)
    return re.sub(r"`[^`]*`", "`…`", re.sub(r"\d+", "N", message))[:150]


class Supervisor:
    """What was found in all inputs."""

    def __init__(self, request):
        self.request = request
        self.random = random.Random(request.seed)
        self.wrong = []
        self.empty = []
        self.messages = collections.defaultdict(set)
        self.runs = 0

    def check(self, name, folder, paths):
        """All runs of one input."""
        request = self.request
        first, peak, count, made = None, 0.0, request.runs, 0
        while made < count:
            shuffled = paths[:]
            if made:
                self.random.shuffle(shuffled)
            run = Run(request.program, request.option, folder, shuffled, made % 8 + 1, request.limit)
            made += 1
            peak = max(peak, run.peak)
            if trouble := run.trouble():
                self.wrong.append(f"{name}: {trouble} with {(made - 1) % 8 + 1} threads")
                self.keep(name, "failed", run)
                break
            if first is None:
                first = run
                if run.seconds > request.slow:
                    count = min(count, request.slow_runs)
            elif run.said != first.said:
                self.wrong.append(f"{name}: run {made} with {(made - 1) % 8 + 1} threads differs from the first")
                self.keep(name, "first", first)
                self.keep(name, "other", run)
                break
        self.runs += made
        if first:
            for message in SAID.findall(first.err.decode(errors="replace")):
                self.messages[kind(message)].add(name)
            print(f"{name[-60:]:60} {made:4} {first.code:4} {first.seconds:8.2f} {first.peak:8.0f} {peak:8.0f}", flush=True)

    def keep(self, name, which, run):
        """Puts what a run said aside."""
        os.makedirs(self.request.keep, exist_ok=True)
        base = os.path.join(self.request.keep, re.sub(r"[^\w.-]", "_", name)[-80:] + "." + which)
        for end, text in (("out", run.out), ("err", run.err)):
            with open(f"{base}.{end}", "wb") as file:
                file.write(text)

    def input(self, path):
        """An input as it was given."""
        if path.endswith((".tar.gz", ".tgz", ".zip")):
            folder = tempfile.mkdtemp(prefix="supervise-")
            try:
                unpacked(path, folder)
                if holds(folder):
                    self.check(os.path.basename(path), *arguments(folder))
                else:
                    self.empty.append(os.path.basename(path))
            except (OSError, tarfile.TarError, zipfile.BadZipFile) as error:
                print(f"{path}: cannot be unpacked: {error}", file=sys.stderr)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        elif holds(path):
            self.check(path, *arguments(path))
        else:
            self.empty.append(path)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("program")
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--slow", type=float, default=30)
    parser.add_argument("--slow-runs", type=int, default=3)
    parser.add_argument("--limit", type=int, default=1200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", default="supervise-kept")
    parser.add_argument("--option", action="append", help="of extlint check; may be given several times")
    request = parser.parse_args()
    request.option = request.option or ["--preview", "--all", "--no-config", "--output-format", "json-lines"]
    request.program = os.path.abspath(request.program)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    supervisor = Supervisor(request)
    print(f"{'input':60} runs exit  seconds       MB   MB max")
    for path in request.inputs:
        supervisor.input(path)
    together = sorted({os.path.abspath(path) for path in request.inputs if path.endswith(BINARIES) and os.path.isfile(path)})
    if len(together) > 1:
        supervisor.check("all binaries and wheels", os.getcwd(), together)
    print(f"\n{supervisor.runs} runs")
    for message, names in sorted(supervisor.messages.items(), key=lambda item: -len(item[1])):
        print(f"{len(names):5}  {message}  (as in {min(names)})")
    if supervisor.empty:
        print(f"{len(supervisor.empty)} inputs hold no C, C++ or binary: {' '.join(supervisor.empty)}")
    for wrong in supervisor.wrong:
        print(f"WRONG  {wrong}")
    return 1 if supervisor.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
