"""The tables of a survey, as `extlint survey` writes them, and the rows that the engine itself writes."""

from __future__ import annotations

TEXT, NUMBER = "text", "number"

# What every table begins with.
FIRST = {
    "distribution": TEXT,
    "version": TEXT,
    "file": TEXT,
    "sha256": TEXT,
    "extlint": TEXT,
    "build": TEXT,
}


def _columns(texts: str, numbers: str = "", more_texts: str = "") -> dict[str, str]:
    columns = dict(FIRST)
    columns.update(dict.fromkeys(texts.split(), TEXT))
    columns.update(dict.fromkeys(numbers.split(), NUMBER))
    columns.update(dict.fromkeys(more_texts.split(), TEXT))
    return columns


# Columns by name: a query may name a table of which no distribution had a row, and so no file.
TABLES: dict[str, dict[str, str]] = {
    "distributions": _columns(
        "kind pythons abis platforms",
        "bytes unpacked_bytes sources binaries modules errors warnings notes gaps",
        "status",
    ),
    "modules": _columns(
        "module path input phase interpreters gil",
        "blocks_subinterpreters blocks_own_gil blocks_free_threading blocks_abi3 shares_types shares_objects"
        " shares_state to_abi3 to_abi3t unknown",
    ),
    "findings": _columns(
        "code rule category severity confidence message path symbol aside fingerprint",
        "line col",
    ),
    "uses": _columns("name path input", "count stable_since"),
    "symbols": _columns("path machine direction name library symbol_version"),
    "gaps": _columns("path cause stage", "bytes"),
    "requirements": _columns("requirement"),
    "effort": _columns("", "milliseconds peak_kilobytes"),
    # Written by the engine alone: which distribution a line of the list was.
    "inputs": _columns("input status"),
}


def write(table: str, rows: list[dict], path: str) -> None:
    """Writes rows of a table to a Parquet file; what a row does not say is NULL."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {TEXT: pa.string(), NUMBER: pa.int64()}
    columns = TABLES[table]
    schema = pa.schema([(name, kinds[kind]) for name, kind in columns.items()])
    rows = [{name: row.get(name) for name in columns} for row in rows]
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path, compression="gzip")


def read(path: str, columns: list[str] | None = None) -> list[dict]:
    """The rows of a Parquet file."""
    import pyarrow.parquet as pq

    return pq.ParquetFile(path).read(columns=columns).to_pylist()
