"""Spreads the inputs of a survey over threads of this machine or the machines of a cluster, and does again what was lost.

What a process did is known by the files that it wrote, not by what it answers: a worker that dies, or a whole run that
breaks off, costs the inputs that were in work, and they are done again.
"""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed

from . import _inputs, _limits, _one, _tables
from ._one import Config, Result
from ._store import Store

RUNNERS = ("local", "native", "ray")
# Inputs of one task of a cluster: what a worker that dies may cost.
_TASK = 8
# Inputs that are tried alone, each by itself, when runs bring nothing more.
_ALONE = 32


class Broken(Exception):
    """The survey cannot go on; what it did is kept."""


def prepare(config: Config) -> Config:
    """Asks the binary who it is, and whether it can make a survey."""
    with tempfile.TemporaryDirectory(prefix="extlint-survey-", dir=config.temporary) as place:
        nothing = os.path.join(place, "nothing.whl")
        command = [config.binary, "survey", "--output", os.path.join(place, "tables"), nothing]
        if not os.access(config.binary, os.X_OK):
            raise Broken(f"{config.binary}: is no program that is there")
        # Within the limits: those that are too small for any input are said before the first.
        ran = _limits.run(command, config.seconds, config.megabytes, dict(os.environ))
        folder = os.path.join(place, "tables", "gaps")
        files = [name for name in os.listdir(folder) if name[0] != "."] if os.path.isdir(folder) else []
        if not files:
            told = ran.said.strip().splitlines() or [ran.poison or ran.passing or f"it ended with {ran.status}"]
            raise Broken(f"{config.binary} makes no survey: {told[0]}")
        row = _tables.read(os.path.join(folder, files[0]), ["extlint", "build"])[0]
    config.version, config.build = row["extlint"], row["build"]
    return config


@functools.lru_cache(maxsize=None)
def _checked(text: str) -> Config:
    """The settings of a survey, on the machine that works by them: results of two builds must not be mixed."""
    config = Config(**json.loads(text))
    here = prepare(dataclasses.replace(config))
    if here.build != config.build:
        raise Broken(f"{config.binary} is build {here.build} on this machine, and {config.build} where the survey began")
    return config


_lock = threading.Lock()
_pools: dict[int, ThreadPoolExecutor] = {}


def _pool(workers: int) -> ThreadPoolExecutor:
    """Threads that wait for the processes: as many as there are inputs at one time on a machine."""
    with _lock:
        if workers not in _pools:
            _pools[workers] = ThreadPoolExecutor(workers, thread_name_prefix="extlint-survey")
        return _pools[workers]


async def work(line: str, text: str, workers: int) -> dict:
    """What the engine calls for every input, on the machine that it chose."""
    result = await asyncio.get_running_loop().run_in_executor(_pool(workers), _work, line, text)
    return dataclasses.asdict(result)


def _work(line: str, text: str) -> Result:
    try:
        config = _checked(text)
    except Broken as error:
        return Result(line, "again", str(error))
    return _one.survey(line, config)


def processors() -> int:
    """The processors that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _local(lines: list[str], config: Config, workers: int) -> Iterator[Result]:
    """Without an engine: threads of this process."""
    text = config.text()
    with ThreadPoolExecutor(workers) as pool:
        for done in as_completed([pool.submit(_work, line, text) for line in lines]):
            yield done.result()


def _daft(lines: list[str], config: Config, workers: int, ray: bool) -> Iterator[Result]:
    import daft
    from daft import DataType

    text = DataType.string()
    row = {"line": text, "how": text, "cause": text, "seconds": DataType.float64(), "files": DataType.list(text)}
    # Asynchronous functions run where the plan does: a worker that dies takes no pool of actors with it, which Daft would
    # not build again.
    each = daft.func(work, return_dtype=DataType.struct(row), max_concurrency=workers)
    frame = daft.from_pydict({"line": lines})
    if ray:
        frame = frame.into_partitions(max(1, -(-len(lines) // _TASK)))
    frame = frame.select(each(frame["line"], config.text(), workers).alias("result"))
    for part in frame.iter_partitions():
        if ray:
            import ray as cluster

            part = cluster.get(part)
        for result in part.to_pydict()["result"]:
            yield Result(**result)


_started: list[str] = []


def start(runner: str, address: str | None) -> None:
    """Says to Daft where it runs. A process has one way: Daft takes the first and passes over the others in silence."""
    if _started:
        if _started != [runner]:
            raise Broken(f"this process runs by {_started[0]} already; {runner} needs another one")
        return
    os.environ.setdefault("DAFT_PROGRESS_BAR", "0")
    os.environ.setdefault("DAFT_ANALYTICS_ENABLED", "0")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import daft

    if runner == "native":
        daft.set_runner_native()
    else:
        import ray

        if not ray.is_initialized():
            ray.init(address=address, log_to_driver=False, logging_level="warning", include_dashboard=None)
        daft.set_runner_ray(noop_if_initialized=True)
    _started.append(runner)


class Survey:
    """A survey: inputs, how they are checked, and who works."""

    def __init__(
        self,
        lines: list[str],
        config: Config,
        runner: str = "native",
        workers: int | None = None,
        retries: int = 2,
        tell: Callable[[str], None] = lambda text: print(text, file=sys.stderr),
    ):
        if runner not in RUNNERS:
            raise ValueError(f"no runner {runner!r}")
        self.lines, self.config, self.runner, self.retries, self.tell = lines, config, runner, retries, tell
        self.workers = workers or processors()
        self.results: dict[str, Result] = {}

    def run(self) -> dict[str, Result]:
        """Does all that is not done, and returns how it went with each input."""
        todo = self._left(self.lines)
        passes = 0
        while todo:
            broken = self._pass(todo)
            before, todo = len(todo), self._left(todo)
            if not todo:
                break
            passes += 1
            if passes > self.retries:
                self._alone(todo, broken)
                break
            self.tell(f"{len(todo)} of {before} inputs are tried again" + (f": {broken}" if broken else ""))
        return self.results

    def forget(self) -> int:
        """Forgets inputs of which nothing was read, as those that were set aside, so that they are done again."""
        store = Store(self.config.output)
        keys = {_inputs.input_key(line, self.config.build) for line in self.lines}
        count = 0
        for key in keys & store.names("inputs"):
            row = store.rows("inputs", key, ["sha256", "file", "status"])[0]
            if row["status"] != "failed":
                continue
            if row["sha256"]:
                part = _inputs.part(row["sha256"], row["file"], self.config.build)
                # The last one first: without it the others are of nothing.
                for table in ("distributions", "gaps", "effort"):
                    store.drop(table, part)
            store.drop("inputs", key)
            count += 1
        return count

    def _pass(self, lines: list[str]) -> str | None:
        """Runs over lines; why it broke off, if it did."""
        try:
            for result in self._each(lines):
                self.results[result.line] = result
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # A panic in an engine of Rust is no Exception.
            said = str(error).strip().splitlines() or ["it says no more"]
            return f"{type(error).__name__}: {said[-1]}"
        return None

    def _each(self, lines: list[str]) -> Iterator[Result]:
        if self.runner == "local":
            return _local(lines, self.config, self.workers)
        return _daft(lines, self.config, self.workers, self.runner == "ray")

    def _left(self, lines: list[str]) -> list[str]:
        """The lines that are not done."""
        ended = {"done", "before", "aside", "lost"}
        kept = Store(self.config.output).names("inputs")
        left = []
        for line in lines:
            if line in self.results and self.results[line].how in ended:
                continue
            if _inputs.input_key(line, self.config.build) in kept:
                self.results[line] = Result(line, "before")
                continue
            left.append(line)
        return left

    def _alone(self, lines: list[str], broken: str | None) -> None:
        """The last try: each by itself, so that one that ends its worker is known from those beside it."""
        answered = [line for line in lines if line in self.results]
        silent = [line for line in lines if line not in self.results]
        if len(silent) > _ALONE:
            raise Broken(f"{len(lines)} inputs are left; the engine broke off: {broken or 'it says nothing'}")
        for line in silent:
            broken = self._pass([line])
            if line in self.results:
                continue
            cause = f"the worker died on each of {self.retries + 2} tries"
            self.results[line] = _one.died(line, self.config, f"{cause} ({broken})" if broken else cause)
        self.results.update({line: self._gone(self.results[line]) for line in answered})

    def _gone(self, result: Result) -> Result:
        """An input that could not be fetched at any try has a row that says so; where nothing could be written, there is
        nothing to say it with."""
        if result.stage == "fetch":
            return _one.unreached(result.line, self.config, result.cause)
        return result
