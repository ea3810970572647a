#!/usr/bin/env python3
"""Fetches the distributions of a list, such as docs/src/first-survey.sha256, from the package index. Needs `pip install unearth`.

    python3 tools/fetch_pinned.py LIST FOLDER

A line of the list is a SHA-256 and the name of a file, as `sha256sum` writes them. A file takes its name when its hash is right;
one that is there is left. Nothing of what is fetched is run or built. Exits with 1 if a file is not there at the end.
"""

import hashlib
import pathlib
import re
import sys
from concurrent.futures import ThreadPoolExecutor

from unearth import PackageFinder


def release(file):
    """The requirement that is exactly the release of a file."""
    parts = file.split("-") if file.endswith(".whl") else re.sub(r"\.(tar\.gz|tgz|zip)$", "", file).rsplit("-", 1)
    return f"{parts[0]}=={parts[1]}"


def fetch(line, folder):
    """None if the file is there, otherwise why it is not."""
    wanted, file = line.split(maxsplit=1)
    path = folder / file
    if not path.exists():
        # All files of the release, also wheels for other platforms than this.
        finder = PackageFinder(ignore_compatibility=True)
        found = finder.find_matches(release(file), allow_yanked=True, allow_prereleases=True)
        link = next((package.link for package in found if package.link.filename == file), None)
        if link is None:
            return f"{file}: the index does not have it"
        answer = finder.session.get(link.normalized)
        answer.raise_for_status()
        part = folder / f".{file}.part"
        part.write_bytes(answer.content)
        part.rename(path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != wanted:
        path.unlink()
        return f"{file}: has another SHA-256"
    return None


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    listed, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    lines = listed.read_text(encoding="utf-8").split("\n")
    missing = 0
    with ThreadPoolExecutor(4) as pool:
        for why in pool.map(lambda line: attempt(line, folder), filter(None, lines)):
            if why:
                missing += 1
                print(why, file=sys.stderr)
    return 1 if missing else 0


def attempt(line, folder):
    try:
        return fetch(line, folder)
    except Exception as error:  # The client has errors of its own, and one file must not end the others.
        return f"{line.split()[-1]}: {type(error).__name__}: {error}"


if __name__ == "__main__":
    sys.exit(main())
