"""A page about a survey: its questions as tables and bars, in one file of HTML that loads nothing."""

from __future__ import annotations

import argparse
import html
import os
import sys
import tempfile
from typing import Any

from . import _query

# Rows of a table on the page; the questions themselves give all.
_ROWS = 20
_WIDTH = 640
_STATES = (
    ("declared", "declared, nothing in the way", "good"),
    ("nothing_in_the_way", "nothing seen in the way", "fair"),
    ("unsure", "unsure", "unsure"),
    ("blocked", "something in the way", "bad"),
    ("not_seen", "not to be seen", "none"),
)

_STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1e; --quiet: #5f6368; --line: #d9dbe0; --paper: #ffffff; --bar: #3465a4;
  --good: #1b7f4d; --fair: #7fb89a; --unsure: #d9a514; --bad: #b3413a; --none: #b8bcc4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e6e6e8; --quiet: #a0a4ac; --line: #3a3d44; --paper: #17181b; --bar: #7aa7e0;
    --good: #4fbf86; --fair: #3d7a5c; --unsure: #e0b84a; --bad: #e0766e; --none: #5a5e66; }
}
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; } p, .quiet { color: var(--quiet); }
.numbers { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; padding: 0; list-style: none; }
.numbers b { display: block; font-size: 1.6rem; font-weight: 600; color: var(--ink); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.9rem; width: 100%; }
th, td { text-align: left; padding: 0.25rem 0.75rem 0.25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--quiet); font-weight: 500; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
svg { display: block; max-width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 12px; }
svg .quiet { fill: var(--quiet); } .bar { fill: var(--bar); }
.good { fill: var(--good); background: var(--good); } .fair { fill: var(--fair); background: var(--fair); }
.unsure { fill: var(--unsure); background: var(--unsure); } .bad { fill: var(--bad); background: var(--bad); }
.none { fill: var(--none); background: var(--none); }
.key { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; list-style: none; font-size: 0.9rem; }
.key i { display: inline-block; width: 0.8rem; height: 0.8rem; margin-right: 0.4rem; border-radius: 2px; }
"""


def page(tables: _query.Tables, before: bool = False) -> str:
    """The page, as text."""
    known = _query.queries()

    def ask(name: str, **values: str) -> list[dict[str, Any]]:
        columns, rows = tables.ask(known[name].sql, values)
        return [dict(zip(columns, row)) for row in rows]

    whole = ask("overview")
    builds = tables.ask("SELECT DISTINCT extlint, build FROM distributions")[1]
    made = ", ".join(f"extlint {version} (build {build})" for version, build in builds)
    parts = [f"<h1>A survey of C extensions</h1>\n<p>By {_text(made or 'no distribution was read')}.</p>", _numbers(whole, tables)]
    parts.append(_section(known["overview"], _table(whole)))
    parts.append(_section(known["readiness"], _readiness(ask("readiness"))))
    rules = ask("rules")
    shown = [(f"{row['code']} {row['rule']}", row["projects"], f"{row['findings']} findings") for row in rules]
    parts.append(_section(known["rules"], _bars(shown, "projects") + _table(rules)))
    parts.append(_section(known["wheel-tags"], _table(ask("wheel-tags"))))
    names = ask("outside-abi3")
    parts.append(_section(known["outside-abi3"], _bars([(row["name"], row["projects"], "") for row in names], "projects")))
    gaps = ask("gaps")
    shown = [(f"{row['stage']}: {row['reason']}", row["gaps"], f"{row['distributions']} distributions") for row in gaps]
    parts.append(_section(known["gaps"], _bars(shown, "gaps")))
    if before:
        parts.append(_section(known["changes"], _table(ask("changes"))))
    parts.append(_section(known["effort"], _table(ask("effort"))))
    body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>A survey of C extensions</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _numbers(whole: list[dict], tables: _query.Tables) -> str:
    projects = tables.ask("SELECT count(DISTINCT distribution) FROM distributions")[1][0][0]

    def total(column: str) -> int:
        return sum(row[column] or 0 for row in whole)

    failed = sum(row["distributions"] for row in whole if row["status"] == "failed")
    shown = [
        (projects, "projects"),
        (total("distributions"), "distributions"),
        (total("modules"), "modules"),
        (total("errors") + total("warnings"), "errors and warnings"),
        (failed, "not to be read"),
    ]
    return '<ul class="numbers">' + "".join(f"<li><b>{count:,}</b>{_text(word)}</li>" for count, word in shown) + "</ul>"


def _section(query: _query.Query, content: str) -> str:
    return f"<h2>{_text(query.title)}</h2>\n<p>{_text(query.about)}</p>\n{content}"


def _readiness(rows: list[dict]) -> str:
    if not rows:
        return "<p>No module was read.</p>"
    key = "".join(f'<li><i class="{kind}"></i>{_text(words)}</li>' for _, words, kind in _STATES)
    left, height = 200, 26
    drawn = []
    for at, row in enumerate(rows):
        label = f"{row['goal']}, {'sources' if row['input'] == 'source' else 'compiled'}"
        y, x = at * height, float(left)
        drawn.append(f'<text x="0" y="{y + 16}">{_text(label)}</text>')
        for state, words, kind in _STATES:
            width = (_WIDTH - left - 60) * row[state] / row["modules"]
            if width:
                title = f"<title>{_text(label)}: {row[state]} {_text(words)}</title>"
                drawn.append(f'<rect class="{kind}" x="{x:.1f}" y="{y + 3}" width="{width:.1f}" height="18">{title}</rect>')
            x += width
        drawn.append(f'<text class="quiet" x="{_WIDTH - 50}" y="{y + 16}">{row["modules"]}</text>')
    words = "; ".join(f"{row['goal']} ({row['input']}): {row['blocked']} of {row['modules']} blocked" for row in rows)
    return f'<ul class="key">{key}</ul>{_svg(drawn, height * len(rows), words)}{_table(rows)}'


def _bars(rows: list[tuple[str, int, str]], unit: str) -> str:
    if not rows:
        return "<p>None.</p>"
    rows = rows[:_ROWS]
    most = max(count for _, count, _ in rows) or 1
    left, height = 290, 22
    drawn = []
    for at, (label, count, more) in enumerate(rows):
        y = at * height
        short = label if len(label) <= 44 else label[:43] + "…"
        width = max(1.0, (_WIDTH - left - 60) * count / most)
        told = f"{label}: {count} {unit}" + (f", {more}" if more else "")
        drawn.append(f'<text x="0" y="{y + 15}">{_text(short)}<title>{_text(label)}</title></text>')
        drawn.append(f'<rect class="bar" x="{left}" y="{y + 3}" width="{width:.1f}" height="15"><title>{_text(told)}</title></rect>')
        drawn.append(f'<text class="quiet" x="{left + width + 6:.1f}" y="{y + 15}">{count:,}</text>')
    words = "; ".join(f"{label}: {count}" for label, count, _ in rows)
    return _svg(drawn, height * len(rows), words)


def _svg(drawn: list[str], height: int, words: str) -> str:
    inside = "".join(drawn)
    return f'<svg viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" role="img" aria-label="{_text(words)}">{inside}</svg>'


def _table(rows: list[dict]) -> str:
    if not rows:
        return "<p>None.</p>"
    # A column in which no row says anything, as ranks that were not given, tells nothing.
    columns = [name for name in rows[0] if any(row[name] is not None for row in rows)]
    numbers = {name for name in columns if all(isinstance(row[name], (int, float, type(None))) for row in rows)}

    def cell(tag: str, name: str, value: str) -> str:
        return f'<{tag} class="number">{value}</{tag}>' if name in numbers else f"<{tag}>{value}</{tag}>"

    head = "".join(cell("th", name, _text(name.replace("_", " "))) for name in columns)
    lines = ["".join(cell("td", name, _value(row[name])) for name in columns) for row in rows[:_ROWS]]
    body = "".join(f"<tr>{line}</tr>" for line in lines)
    more = f'<p class="quiet">And {len(rows) - _ROWS:,} more.</p>' if len(rows) > _ROWS else ""
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}'


def _value(value: Any) -> str:
    if value is None:
        return ""
    return f"{int(value):,}" if isinstance(value, (int, float)) or type(value).__name__ == "Decimal" else _text(str(value))


def _text(text: str) -> str:
    return html.escape(text, quote=True)


def main(arguments: list[str]) -> int:
    """`python -m extlint.survey page`."""
    parser = argparse.ArgumentParser(prog="python -m extlint.survey page", description="Makes a page about a survey.")
    parser.add_argument("-t", "--tables", default=".", metavar="PLACE", help="the tables of a survey [default: .]")
    parser.add_argument("-o", "--output", required=True, metavar="FILE", help="the page")
    parser.add_argument("--before", metavar="PLACE", help="the tables of an earlier survey, to say what changed")
    parser.add_argument("--ranks", metavar="FILE", help="a CSV or Parquet file of projects with a column `rank` or `downloads`")
    parser.add_argument("--build", help="the build of extlint, where the tables have several")
    args = parser.parse_args(arguments)
    import duckdb

    try:
        tables = _query.Tables(_query.place(args.tables), args.ranks, args.build)
        if args.before:
            tables.before(_query.place(args.before))
        text = page(tables, bool(args.before))
        folder = os.path.dirname(os.path.abspath(args.output))
        handle, path = tempfile.mkstemp(dir=folder, prefix=".page-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(path, 0o644)
        os.replace(path, args.output)
    except (_query.Wrong, OSError, duckdb.Error) as error:
        print(f"error: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2
    return 0
