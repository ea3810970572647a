"""The lines of a list: what each names, and its name in the tables."""

from __future__ import annotations

import hashlib
import os
import re
import sys
from urllib.parse import unquote, urlsplit

ENDINGS = (".tar.gz", ".tgz", ".zip")
# Files that mark a project: what is below them is part of it.
_MARKS = ("PKG-INFO", "pyproject.toml", "setup.py")
# Levels of folders that are looked through for distributions.
_DEPTH = 4


def read(source: str) -> list[str]:
    """The inputs that a list names, each once, in their order. A folder or an archive stands for itself, `-` for standard
    input; paths in a list are absolute, or begin at the folder where the survey is started."""
    if source == "-":
        lines = sys.stdin.read().splitlines()
    elif os.path.isdir(source) or is_archive(source):
        lines = [source]
    elif "://" in source:
        import fsspec

        with fsspec.open(source, "rt", encoding="utf-8") as file:
            lines = file.read().splitlines()
    else:
        with open(source, encoding="utf-8") as file:
            lines = file.read().splitlines()
    found: dict[str, None] = {}
    for line in lines:
        # As pip has it, a comment may stand behind a requirement; a path may hold anything.
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        if not is_url(line) and is_path(line):
            for path in _below(os.path.abspath(line), _DEPTH) or [os.path.abspath(line)]:
                found[path] = None
        else:
            found[line if is_url(line) else line.split(" #")[0].strip()] = None
    return list(found)


def _below(folder: str, depth: int) -> list[str]:
    if not os.path.isdir(folder) or any(os.path.exists(os.path.join(folder, mark)) for mark in _MARKS):
        return []
    found: list[str] = []
    projects: list[str] = []
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if name.startswith("."):
            continue
        if not os.path.isdir(path):
            if is_archive(name):
                found.append(path)
            continue
        if any(os.path.exists(os.path.join(path, mark)) for mark in _MARKS):
            projects.append(path)
        elif depth:
            found.extend(_below(path, depth - 1))
    return found + projects


def is_url(line: str) -> bool:
    """Whether a line is an address."""
    return re.match(r"[a-z][a-z0-9+.-]*://", line) is not None


def is_archive(name: str) -> bool:
    """Whether a file's name is that of a wheel or of a source distribution."""
    return name.endswith((".whl", *ENDINGS))


def is_path(line: str) -> bool:
    """Whether a line is a path, and no requirement."""
    return "/" in line or os.sep in line or is_archive(line) or os.path.exists(line)


def file_of(line: str) -> str:
    """The name of the file that a path or an address ends in."""
    if is_url(line):
        return os.path.basename(unquote(urlsplit(line).path))
    return os.path.basename(line.rstrip("/"))


def hash_of(url: str) -> tuple[str, str | None]:
    """An address without the hash behind it, and the hash."""
    plain, _, fragment = url.partition("#")
    found = re.search(r"(?:^|&)sha256=([0-9a-fA-F]{64})(?:&|$)", fragment)
    return (plain, found[1].lower()) if found else (url, None)


def key(*parts: str) -> str:
    """A name for files, by what they are of."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def input_key(line: str, build: str) -> str:
    """The name of what is kept about a line. A file that has changed since is another input."""
    stamp = ""
    if not is_url(line) and is_path(line):
        try:
            said = os.stat(line)
            stamp = f"{said.st_size} {said.st_mtime_ns}"
        except OSError:
            pass
    return key(line, stamp, build)[:32]


def part(sha256: str, file: str, build: str) -> str:
    """The name of a distribution's files: its hash, and a few letters for its name and the build, which tell the rest."""
    return f"{sha256}-{key(file, build)[:8]}"


def named(file: str) -> dict[str, str]:
    """Distribution, version and kind by the name of a file, as `extlint survey` has them."""
    kind, pair = "folder", None
    if file.endswith(".whl"):
        kind = "wheel"
        parts = file[: -len(".whl")].split("-")
        pair = (parts[0], parts[1]) if len(parts) > 1 else None
    plain = next((file[: -len(ending)] for ending in ENDINGS if file.endswith(ending)), file)
    if plain != file:
        kind = "sdist"
    if pair is None:
        name, dash, version = plain.rpartition("-")
        pair = (name, version) if dash and version[:1].isdigit() else (plain, "")
    return {"distribution": normalised(pair[0]), "version": pair[1], "file": file, "kind": kind}


def normalised(name: str) -> str:
    """A name as the index has it."""
    return re.sub(r"[-_.]+", "-", name).strip("-").lower()


def lost(line: str) -> dict[str, str]:
    """The same of a line whose file is not there."""
    if is_url(line):
        return named(file_of(hash_of(line)[0]))
    if is_path(line):
        return named(file_of(line))
    name = re.split(r"[^A-Za-z0-9._-]", line, maxsplit=1)[0]
    return {"distribution": normalised(name), "version": "", "file": line, "kind": "wheel"}
