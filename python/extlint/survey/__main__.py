"""`python -m extlint.survey`: a survey over Daft, and questions about its tables."""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter

from .. import find_binary

_EXTRA = "extlint[survey]"


def _run_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m extlint.survey",
        description="Checks many distributions and writes what is found to tables of Parquet. `python -m extlint.survey"
        " query` asks the tables, and `page` makes a page of them.",
    )
    parser.add_argument(
        "list",
        metavar="LIST",
        help="a file with one input a line: a path, an address (https, s3, … by fsspec, with `#sha256=…` if known), or a"
        " requirement, whose wheel pip fetches; `-` is standard input, a folder stands for what is in it",
    )
    parser.add_argument("-o", "--output", required=True, metavar="PLACE", help="the folder of the tables, or an address of one")
    parser.add_argument(
        "--runner",
        choices=("local", "native", "ray"),
        default="native",
        help="who spreads the work: threads of this process, Daft on this machine, Daft on Ray [default: native]",
    )
    parser.add_argument("--address", metavar="ADDRESS", help="of the Ray cluster [default: RAY_ADDRESS, else one is started here]")
    parser.add_argument("--workers", type=_count, metavar="N", help="distributions at one time on each machine [default: its processors]")
    parser.add_argument("--time-limit", type=_seconds, default=600, metavar="SECONDS", help="processor time for one distribution, and a fifth of its time on the clock [default: 600]")
    parser.add_argument("--memory-limit", type=_count, default=4096, metavar="MB", help="address space of one check [default: 4096]")
    parser.add_argument("--fetch-limit", type=_count, default=2048, metavar="MB", help="of an input that is fetched [default: 2048]")
    parser.add_argument("--retries", type=int, default=2, metavar="N", help="runs over what was lost [default: 2]")
    parser.add_argument("--again", action="store_true", help="does inputs again of which nothing could be read, as those that took too long")
    parser.add_argument("--temporary", metavar="FOLDER", help="where files are unpacked on each machine [default: as TMPDIR says]")
    parser.add_argument("--binary", metavar="PROGRAM", help="the extlint to run, at the same place on each machine [default: that of the package]")
    return parser


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("is not above 0")
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not number > 0:
        raise argparse.ArgumentTypeError("is not above 0")
    return number


def _survey(arguments: list[str]) -> int:
    args = _run_parser().parse_args(arguments)
    from . import _engine, _inputs
    from ._one import Config

    output = args.output if _inputs.is_url(args.output) else os.path.abspath(args.output)
    config = Config(
        output=output,
        binary=args.binary or find_binary(),
        seconds=args.time_limit,
        megabytes=args.memory_limit,
        fetch_bytes=args.fetch_limit << 20,
        temporary=args.temporary,
    )
    try:
        lines = _inputs.read(args.list)
    except (OSError, UnicodeDecodeError) as error:
        return _fail(f"{args.list}: {getattr(error, 'strerror', None) or error}")
    try:
        config = _engine.prepare(config)
        survey = _engine.Survey(lines, config, args.runner, args.workers, args.retries)
        if args.again:
            survey.forget()
        if args.runner != "local":
            _engine.start(args.runner, args.address)
        results = survey.run()
    except (_engine.Broken, OSError, ConnectionError) as error:
        return _fail(f"{error}\nthe same command goes on from here")
    counts = Counter(result.how for result in results.values())
    for word, how in (("set aside", "aside"), ("not read", "lost"), ("not done", "again")):
        for line in lines:
            result = results.get(line)
            if result and result.how == how:
                print(f"{word}: {line}: {result.cause}", file=sys.stderr)
    print(
        f"{output}: {counts['done']} distributions checked, {counts['before']} done before, {counts['aside']} set aside,"
        f" {counts['lost']} not read, {counts['again']} not done",
        file=sys.stderr,
    )
    return 2 if counts["again"] else 0


def _fail(cause: str) -> int:
    print(f"error: {cause}", file=sys.stderr)
    return 2


def main(arguments: list[str] | None = None) -> int:
    """Runs a survey, or one of the commands about its tables."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        if arguments[:1] == ["query"]:
            from ._query import main as query

            return query(arguments[1:])
        if arguments[:1] == ["page"]:
            from ._page import main as page

            return page(arguments[1:])
        return _survey(arguments)
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] in ("daft", "ray", "duckdb", "fsspec", "pyarrow"):
            return _fail(f"{error.name} is not installed; `pip install '{_EXTRA}'` brings all that a survey needs")
        raise


if __name__ == "__main__":
    sys.exit(main())
