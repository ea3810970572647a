#!/usr/bin/env bash
# Fails unless a tag, Cargo.toml, the README and the pre-commit mirror name one version. Argument 1: the tag; without one
# the tag of Cargo.toml's version.
set -euo pipefail
cd "$(dirname "$0")/.."
version="$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)"
tag="${1:-v$version}"
[ "$tag" = "v$version" ] || { echo "the tag is $tag, the version of Cargo.toml $version" >&2; exit 1; }
grep -qF "dependencies = [\"extlint==$version\"]" packaging/pre-commit-mirror/pyproject.toml || {
    echo "packaging/pre-commit-mirror asks for another version than $version" >&2
    exit 1
}
for line in "rev: v" "extlint/extlint@v"; do
    if grep -rhoE "$line[0-9.]+" README.md docs/src | grep -vqxF "$line$version"; then
        echo "README.md or docs names another tag than v$version behind '$line'" >&2
        exit 1
    fi
done
echo "version $version"
