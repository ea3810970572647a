"""The survey of one input: fetched, checked by a process of its own, and its tables put where they belong.

Whatever happens to an input, this says it and raises nothing: one bad input must not end the work on all others. An input
may be done twice, by two machines at one time as well: the files have the same names, and what is in them is the same.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field

from . import _inputs, _limits, _tables
from ._store import Store

# Tries of something that may pass, by one process.
_TRIES = 3
_COPY = 1 << 20
# What the row of an input has of that of its distribution.
_FOUND = ["distribution", "version", "file", "sha256", "status"]


@dataclass
class Config:
    """What holds for all inputs of a survey."""

    output: str
    binary: str
    build: str = ""
    version: str = ""
    seconds: float = 600
    megabytes: int = 4096
    fetch_bytes: int = 2 << 30
    temporary: str | None = None

    def text(self) -> str:
        """For other processes."""
        return json.dumps(asdict(self))


@dataclass
class Result:
    """How it went with an input: `done`, `before`, `aside` (set aside), `lost` (not to be read at all), or `again`: it is
    to be tried another time, and nothing is written."""

    line: str
    how: str
    cause: str = ""
    seconds: float = 0.0
    files: list[str] = field(default_factory=list)
    # Where it was tried in vain: `fetch`, or nothing.
    stage: str = ""


class _Passing(Exception):
    """Something that may go well another time."""


class _Unreached(_Passing):
    """An address that was not read this time."""


class _Final(Exception):
    """Something that is so, and remains."""


def survey(line: str, config: Config) -> Result:
    """Surveys the input that a line names."""
    start = time.monotonic()
    for number in range(_TRIES):
        if number:
            time.sleep(4 ** (number - 1) / 2)
        try:
            result = _survey(line, config)
            break
        except _Passing as error:
            result = Result(line, "again", str(error), stage="fetch" if isinstance(error, _Unreached) else "")
        except OSError as error:
            result = Result(line, "again", _said(error))
        except Exception as error:
            result = Result(line, "again", f"{type(error).__name__}: {error}")
    result.seconds = time.monotonic() - start
    return result


def _survey(line: str, config: Config) -> Result:
    store = Store(config.output)
    key = _inputs.input_key(line, config.build)
    if store.has("inputs", key):
        return Result(line, "before")
    place = tempfile.mkdtemp(prefix="extlint-survey-", dir=config.temporary)
    try:
        return _Work(line, key, config, store, place).run()
    finally:
        shutil.rmtree(place, ignore_errors=True)


class _Work:
    """One try of one input."""

    def __init__(self, line: str, key: str, config: Config, store: Store, place: str):
        self.line, self.key, self.config, self.store, self.place = line, key, config, store, place
        self.first = {"extlint": config.version, "build": config.build}

    def run(self) -> Result:
        path = sha256 = None
        try:
            if _inputs.is_url(self.line):
                path, sha256 = self._fetch()
            elif _inputs.is_path(self.line):
                path = self.line
                sha256 = _hash(path) if os.path.isfile(path) else None
        except _Final as error:
            return self._lost(str(error), "fetch")
        if sha256:
            part = _inputs.part(sha256, os.path.basename(path), self.config.build)
            if self.store.has("distributions", part):
                # Another line was the same, or the last run ended before it could say so.
                return self._end("before", part, self.store.rows("distributions", part, _FOUND)[0])
        ended, out = self._check(path)
        found = _rows(out, "distributions", _FOUND)
        if ended.passing:
            raise _Passing(ended.passing)
        if ended.poison and not found:
            if path is None or sha256 is None:
                return self._lost(ended.poison, "check", aside=True)
            return self._aside(path, sha256, ended.poison)
        if not found:
            gaps = _rows(out, "gaps")
            if not gaps:
                # It had nowhere to write, or no way to fetch.
                said = _last(ended.said) or f"extlint survey ended with {ended.status} and said nothing"
                raise _Passing(said)
            return self._lost(gaps[0]["cause"], gaps[0]["stage"], row=gaps[0])
        return self._publish(out, found[0])

    def _fetch(self) -> tuple[str, str]:
        """Copies what is at an address here, and hashes it."""
        import fsspec

        url, wanted = _inputs.hash_of(self.line)
        file = _inputs.file_of(url)
        if not _inputs.is_archive(file):
            raise _Final("is no wheel or source distribution (.tar.gz, .zip)")
        path = os.path.join(self.place, file)
        hasher, bytes_ = hashlib.sha256(), 0
        with _reaching(lambda: fsspec.open(url, "rb").open()) as source, open(path, "wb") as target:
            while chunk := _reaching(lambda: source.read(_COPY)):
                bytes_ += len(chunk)
                if bytes_ > self.config.fetch_bytes:
                    raise _Final(f"has more than {self.config.fetch_bytes} bytes")
                hasher.update(chunk)
                target.write(chunk)
        if wanted and hasher.hexdigest() != wanted:
            raise _Unreached(f"has the SHA-256 {hasher.hexdigest()}, and not the one of its address")
        return path, hasher.hexdigest()

    def _check(self, path: str | None) -> tuple[_limits.Ended, str]:
        config, out = self.config, os.path.join(self.place, "tables")
        work = os.path.join(self.place, "work")
        os.mkdir(work)
        command = [config.binary, "survey", "--output", out, "--jobs", "1"]
        if path is None:
            asked = os.path.join(self.place, "requirements.txt")
            with open(asked, "w", encoding="utf-8") as file:
                file.write(self.line + "\n")
            command += ["--python", sys.executable, "--requirements", asked]
        else:
            # One that begins with `@` would be a list.
            command += ["--", os.path.abspath(path)]
        environment = {**os.environ, "TMPDIR": work, "NO_COLOR": "1"}
        return _limits.run(command, config.seconds, config.megabytes, environment), out

    def _publish(self, out: str, found: dict) -> Result:
        """Puts the tables where they belong, that of the distribution as the last but one."""
        part = _inputs.part(found["sha256"], found["file"], self.config.build)
        for table in sorted(os.listdir(out), key=lambda table: table == "distributions"):
            for file in os.listdir(os.path.join(out, table)):
                if file.endswith(".parquet") and not file.startswith("."):
                    self.store.put(table, part, os.path.join(out, table, file))
        return self._end("done", part, found)

    def _end(self, how: str, part: str, found: dict) -> Result:
        """Says which distribution the input was. From here on the input is done."""
        lost = lost_name(self.line, self.config.build)
        if self.store.has("gaps", lost):
            self.store.drop("gaps", lost)
        self._write("inputs", self.key, [self.first | found | {"input": self.line}])
        return Result(self.line, how, files=[part])

    def _aside(self, path: str, sha256: str, cause: str) -> Result:
        """An input that ended the program: it has its row, and is not tried again unless someone says so."""
        row = self._named(path, sha256)
        part = _inputs.part(sha256, row["file"], self.config.build)
        self._write("gaps", part, [row | {"cause": cause, "stage": "check"}])
        whole = row | {"bytes": os.path.getsize(path), "gaps": 1, "status": "failed", "modules": 0}
        self._write("distributions", part, [whole])
        result = self._end("aside", part, row | {"status": "failed"})
        result.cause = cause
        return result

    def _lost(self, cause: str, stage: str, aside: bool = False, row: dict | None = None) -> Result:
        """An input of which not even the bytes are known. The next run tries it again, unless it was set aside."""
        if row is None:
            row = _inputs.lost(self.line) | self.first | {"cause": cause, "stage": stage}
        self._write("gaps", lost_name(self.line, self.config.build), [row])
        if aside:
            self._write("inputs", self.key, [row | {"input": self.line, "status": "failed"}])
        return Result(self.line, "aside" if aside else "lost", cause)

    def _named(self, path: str, sha256: str) -> dict:
        return _inputs.named(os.path.basename(path)) | self.first | {"sha256": sha256}

    def _write(self, table: str, name: str, rows: list[dict]) -> None:
        path = os.path.join(self.place, f"{table}.parquet")
        _tables.write(table, rows, path)
        self.store.put(table, name, path)


def lost_name(line: str, build: str) -> str:
    """The name of the row about an input that could not be read at all."""
    return f"lost-{_inputs.key(line, build)[:32]}"


def _reaching(call):
    """Calls something that reads from elsewhere. What can be said of errors: some remain, and others pass."""
    try:
        return call()
    except (FileNotFoundError, PermissionError) as error:
        raise _Final("no such file" if isinstance(error, FileNotFoundError) else _said(error)) from error
    except ImportError as error:
        # Of this machine, and not of the input.
        raise _Passing(f"cannot be fetched: {error}") from error
    except ValueError as error:
        raise _Final(f"cannot be fetched: {error}") from error
    except Exception as error:
        status = getattr(error, "status", None)
        # Too slow, or too many: the others of this kind say that it will never be there.
        if isinstance(status, int) and 400 <= status < 500 and status not in (408, 429):
            raise _Final(f"the server answers {status}") from error
        raise _Unreached(f"{type(error).__name__}: {error}") from error


def _rows(out: str, table: str, columns: list[str] | None = None) -> list[dict]:
    folder = os.path.join(out, table)
    if not os.path.isdir(folder):
        return []
    files = (file for file in sorted(os.listdir(folder)) if file.endswith(".parquet") and not file.startswith("."))
    return [row for file in files for row in _tables.read(os.path.join(folder, file), columns)]


def _hash(path: str) -> str:
    hasher = hashlib.sha256()
    with open(path, "rb") as file:
        while chunk := file.read(_COPY):
            hasher.update(chunk)
    return hasher.hexdigest()


def _said(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "no space left on device"
    return error.strerror or str(error) or type(error).__name__


def _last(said: str) -> str:
    """What the program said went wrong, without its count of what it did."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    lines = [line.removeprefix("extlint: ") for line in lines]
    told = [line.removeprefix("error: ") for line in lines if line.startswith("error: ")]
    return (told or lines or [""])[-1]


def died(line: str, config: Config, cause: str) -> Result:
    """An input that ended its worker again and again is set aside."""
    return _write_lost(line, config, cause, "check", aside=True)


def unreached(line: str, config: Config, cause: str) -> Result:
    """An address that could not be read at any try."""
    return _write_lost(line, config, cause, "fetch", aside=False)


def _write_lost(line: str, config: Config, cause: str, stage: str, aside: bool) -> Result:
    with tempfile.TemporaryDirectory(prefix="extlint-survey-", dir=config.temporary) as place:
        work = _Work(line, _inputs.input_key(line, config.build), config, Store(config.output), place)
        return work._lost(cause, stage, aside)
