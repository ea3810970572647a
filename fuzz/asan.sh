#!/usr/bin/env bash
# asan.sh COMMAND…: cargo-fuzz with AddressSanitizer in the C code of the grammars as well.
set -euo pipefail
cd "$(dirname "$0")/.."
export CFLAGS="-fsanitize=address -fno-omit-frame-pointer ${CFLAGS:-}"
exec cargo +nightly fuzz "$@"
