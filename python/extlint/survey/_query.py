"""Questions about the tables of a survey, by DuckDB. They are files of SQL in `queries`."""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
from dataclasses import dataclass, field
from typing import Any

from . import _inputs, _tables
from ._store import Store

_FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "queries")
# Characters of a cell of a table on a terminal.
_CELL = 60


class Wrong(Exception):
    """A question that cannot be answered as it was put."""


@dataclass
class Query:
    """A question: its words, what it must be told, and its SQL."""

    name: str
    title: str
    about: str
    sql: str
    parameters: dict[str, str] = field(default_factory=dict)


def queries() -> dict[str, Query]:
    """All questions, by name."""
    files = sorted(name for name in os.listdir(_FOLDER) if name.endswith(".sql"))
    return {query.name: query for query in map(_query, files)}


def _query(file: str) -> Query:
    with open(os.path.join(_FOLDER, file), encoding="utf-8") as source:
        sql = source.read()
    head = re.match(r"(?:--.*\n)+", sql)[0]
    lines = [line[2:].strip() for line in head.splitlines()]
    told = [line.split(": ", 2)[1:] for line in lines if line.startswith("parameter: ")]
    return Query(file[: -len(".sql")], lines[0], lines[1], sql, dict(told))


class Tables:
    """The tables of a survey, open to questions."""

    def __init__(self, place: str, ranks: str | None = None, build: str | None = None):
        import duckdb

        self.connection = duckdb.connect(":memory:")
        self.build = self._open("", place, build)
        self._ranks(ranks)

    def _open(self, prefix: str, place: str, build: str | None) -> str | None:
        """Makes views of all tables; one without a file has its columns and no rows."""
        store = Store(place)
        if not store.local:
            self.connection.register_filesystem(store.fs)
        seen = False
        for table, columns in _tables.TABLES.items():
            kinds = {_tables.TEXT: "VARCHAR", _tables.NUMBER: "BIGINT"}
            empty = ", ".join(f"NULL::{kinds[kind]} AS {_name(column)}" for column, kind in columns.items())
            source = f"(SELECT {empty} WHERE false)"
            if store.names(table):
                files = _text(store.address(f"{table}/*.parquet"))
                # A file of an earlier version may lack a column.
                source = f"(SELECT * FROM {source} UNION ALL BY NAME SELECT * FROM read_parquet({files}, union_by_name = true))"
                seen = True
            self.connection.execute(f"CREATE VIEW {prefix}all_{table} AS SELECT * FROM {source}")
        if not seen:
            raise Wrong(f"{place}: no tables of a survey")
        found = self.connection.execute(
            f"SELECT build, count(*) FROM {prefix}all_distributions GROUP BY build ORDER BY 2 DESC"
        ).fetchall()
        builds = [name for name, _ in found]
        if build is None and len(builds) > 1:
            told = ", ".join(f"{name} ({count} distributions)" for name, count in found)
            raise Wrong(f"{place}: tables of several builds of extlint, choose one by --build: {told}")
        chosen = build or (builds[0] if builds else None)
        for table in _tables.TABLES:
            where = f"WHERE build = {_text(chosen)}" if chosen else ""
            self.connection.execute(f"CREATE VIEW {prefix}{table} AS SELECT * FROM {prefix}all_{table} {where}")
        return chosen

    def before(self, place: str, build: str | None = None) -> None:
        """Opens the tables of an earlier survey beside these."""
        self._open("before_", place, build)

    def _ranks(self, path: str | None) -> None:
        """A table of ranks: its first column is the project, and one is `rank`, or `downloads` or the like to rank by."""
        if path is None:
            self.connection.execute("CREATE TABLE ranks (distribution VARCHAR, rank BIGINT)")
            return
        reader = "read_parquet" if path.endswith(".parquet") else "read_csv"
        if not os.path.isfile(path):
            raise Wrong(f"{path}: no such file")
        given = self.connection.execute(f"SELECT * FROM {reader}({_text(path)})")
        columns = [column[0] for column in given.description]
        project = next((name for name in columns if name.lower() in ("project", "distribution", "name")), columns[0])
        rank = next((name for name in columns if name.lower() == "rank"), None)
        count = next((name for name in columns if "download" in name.lower() or name.lower() == "count"), None)
        if rank is None and count is None:
            raise Wrong(f"{path}: no column `rank` or `downloads`")
        order = _name(rank) if rank else f"row_number() OVER (ORDER BY {_name(count)} DESC, {_name(project)})"
        normal = "trim(lower(regexp_replace(project, '[-_.]+', '-', 'g')), '-')"
        self.connection.execute(
            f"CREATE TABLE ranks AS SELECT {normal} AS distribution, min(rank)::BIGINT AS rank FROM"
            f" (SELECT {_name(project)} AS project, {order} AS rank FROM {reader}({_text(path)})) GROUP BY 1"
        )

    def ask(self, sql: str, parameters: dict[str, Any] | None = None) -> tuple[list[str], list[tuple]]:
        """The columns and the rows of an answer."""
        asked = self.connection.execute(sql, parameters or None)
        return [column[0] for column in asked.description], asked.fetchall()


def _name(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def place(text: str) -> str:
    """Where tables are."""
    return text if _inputs.is_url(text) else os.path.abspath(text)


def parameters(query: Query, given: list[str]) -> dict[str, str]:
    """What a question is told: `name=value`, or the value alone where it wants one."""
    values: dict[str, str] = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals and len(query.parameters) == 1:
            name, value = next(iter(query.parameters)), text
        if name not in query.parameters:
            raise Wrong(f"{query.name} has no parameter {name!r}: it has {', '.join(query.parameters) or 'none'}")
        values[name] = value
    for name, about in query.parameters.items():
        default = re.search(r"\[default: (.*)\]$", about)
        if name not in values and default:
            values[name] = default[1]
        if name not in values:
            raise Wrong(f"{query.name} needs {name}: {about}")
    return values


def main(arguments: list[str]) -> int:
    """`python -m extlint.survey query`."""
    known = queries()
    told = "\n".join(
        f"  {query.name:<14} {query.title}" + "".join(f"\n  {'':<14}   {name}: {about}" for name, about in query.parameters.items())
        for query in known.values()
    )
    parser = argparse.ArgumentParser(
        prog="python -m extlint.survey query",
        description="Asks the tables of a survey.",
        epilog=f"questions:\n{told}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("name", metavar="NAME", help="a question, or a file of SQL")
    parser.add_argument("parameters", nargs="*", metavar="PARAMETER", help="what it must be told: `name=value`, or the value")
    parser.add_argument("-t", "--tables", default=".", metavar="PLACE", help="the tables of a survey [default: .]")
    parser.add_argument("--ranks", metavar="FILE", help="a CSV or Parquet file of projects with a column `rank` or `downloads`")
    parser.add_argument("--build", help="the build of extlint, where the tables have several")
    parser.add_argument("--limit", type=int, metavar="N", help="rows [default: all]")
    parser.add_argument("--format", choices=("text", "csv", "json", "markdown"), default="text", help="[default: text]")
    parser.add_argument("--sql", action="store_true", help="prints the SQL of the question")
    args = parser.parse_args(arguments)
    import duckdb

    try:
        if args.name in known:
            query = known[args.name]
        elif args.name.endswith(".sql") and os.path.isfile(args.name):
            with open(args.name, encoding="utf-8") as file:
                query = Query(args.name, args.name, "", file.read())
        else:
            raise Wrong(f"no question {args.name!r}: there are {', '.join(known)}")
        if args.sql:
            print(query.sql, end="")
            return 0
        values = parameters(query, args.parameters)
        tables = Tables(place(args.tables), args.ranks, args.build)
        if "before" in values:
            tables.before(place(values.pop("before")))
        columns, rows = tables.ask(query.sql, values)
    except Wrong as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except (OSError, duckdb.Error) as error:
        # Of SQL and of Parquet, the first line says what is wrong; the others show where.
        print(f"error: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2
    rows = rows[: args.limit] if args.limit is not None else rows
    write(columns, rows, args.format)
    return 0


def write(columns: list[str], rows: list[tuple], form: str) -> None:
    """Prints an answer."""
    if form == "json":
        print(json.dumps([dict(zip(columns, row)) for row in rows], indent=1, default=str))
    elif form == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
    elif form == "markdown":
        print("| " + " | ".join(columns) + " |")
        print("|" + "---|" * len(columns))
        for row in rows:
            print("| " + " | ".join(_cell(value).replace("|", "\\|") for value in row) + " |")
    else:
        cells = [columns] + [[_short(_cell(value)) for value in row] for row in rows]
        widths = [max(len(row[at]) for row in cells) for at in range(len(columns))]
        numbers = [all(isinstance(row[at], (int, float)) or row[at] is None for row in rows) for at in range(len(columns))]
        for row in cells:
            parts = (cell.rjust(width) if number else cell.ljust(width) for cell, width, number in zip(row, widths, numbers))
            print("  ".join(parts).rstrip())


def _cell(value: Any) -> str:
    return "" if value is None else " ".join(str(value).split())


def _short(text: str) -> str:
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"
