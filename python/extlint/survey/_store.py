"""Where tables are kept: a folder, or any place that fsspec reaches. A file appears under its name when it is whole."""

from __future__ import annotations

import os
import shutil
import uuid

# Places where an object appears when all of it is there, and where a rename is a copy.
_WHOLE = {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "oci", "oss", "memory"}


class Store:
    """Tables below a place."""

    def __init__(self, place: str):
        import fsspec

        self.fs, root = fsspec.core.url_to_fs(place)
        self.root = root.rstrip("/")
        protocols = {self.fs.protocol} if isinstance(self.fs.protocol, str) else set(self.fs.protocol)
        self.protocol = self.fs.protocol if isinstance(self.fs.protocol, str) else self.fs.protocol[0]
        self.local = bool(protocols & {"file", "local"})
        self.whole = bool(protocols & _WHOLE)

    def path(self, table: str, name: str) -> str:
        """Where a part of a table is."""
        return f"{self.root}/{table}/{name}.parquet"

    def address(self, below: str) -> str:
        """The address of something below the place, as others than fsspec read it."""
        return f"{self.root}/{below}" if self.local else f"{self.protocol}://{self.root}/{below}"

    def has(self, table: str, name: str) -> bool:
        """Whether a part is there."""
        return self.fs.exists(self.path(table, name))

    def names(self, table: str) -> set[str]:
        """The parts of a table that are there."""
        self.fs.invalidate_cache()
        try:
            found = self.fs.ls(f"{self.root}/{table}", detail=False)
        except FileNotFoundError:
            return set()
        names = (os.path.basename(path) for path in found)
        return {name[: -len(".parquet")] for name in names if name.endswith(".parquet") and not name.startswith(".")}

    def rows(self, table: str, name: str, columns: list[str]) -> list[dict]:
        """What a part holds."""
        import pyarrow.parquet as pq

        with self.fs.open(self.path(table, name), "rb") as file:
            return pq.ParquetFile(file).read(columns=columns).to_pylist()

    def put(self, table: str, name: str, source: str) -> None:
        """Copies a file to where a part is to be. Whoever did so before wrote the same."""
        target = self.path(table, name)
        folder, file = os.path.split(target)
        hidden = f"{folder}/.{file}.{uuid.uuid4().hex[:12]}"
        self.fs.makedirs(folder, exist_ok=True)
        if self.whole:
            self.fs.put_file(source, target)
            return
        try:
            if self.local:
                shutil.copyfile(source, hidden)
                # Before the name is taken: a machine that stops must not leave an empty file under it.
                with open(hidden, "rb+") as written:
                    os.fsync(written.fileno())
                os.replace(hidden, target)
            else:
                self.fs.put_file(source, hidden)
                self.fs.mv(hidden, target)
        except BaseException:
            try:
                self.fs.rm_file(hidden)
            except Exception:
                pass
            raise

    def drop(self, table: str, name: str) -> None:
        """Takes a part away, if it is there."""
        try:
            self.fs.rm_file(self.path(table, name))
        except FileNotFoundError:
            pass
