#!/usr/bin/env bash
# grammars.sh SEED SECONDS: the C code of the parser and of both grammars under AddressSanitizer and
# UndefinedBehaviorSanitizer, with damaged sources; needs a C compiler that has them, no nightly Rust.
set -euo pipefail
cd "$(dirname "$0")"
out="${OUT:-target/grammars}"
mkdir -p "$out"
folder() {
    cargo metadata --format-version 1 --all-features --manifest-path Cargo.toml |
        python3 -c "import json, os, sys
print(next(os.path.dirname(p['manifest_path']) for p in json.load(sys.stdin)['packages'] if p['name'] == '$1'))"
}
parser=$(folder tree-sitter) c=$(folder tree-sitter-c) cpp=$(folder tree-sitter-cpp)
flags=(-g -O1 -fsanitize=address,undefined -fno-omit-frame-pointer -D_POSIX_C_SOURCE=200112L -D_DEFAULT_SOURCE -w)
compile() {
    name=$1
    shift
    [ -f "$out/$name.o" ] || "${CC:-cc}" -std=c11 "${flags[@]}" "$@" -c -o "$out/$name.o"
}
compile parser "-I$parser/src" "-I$parser/include" "$parser/src/lib.c"
compile c "-I$c/src" "$c/src/parser.c"
compile cpp "-I$cpp/src" "$cpp/src/parser.c"
compile scanner "-I$cpp/src" "$cpp/src/scanner.c"
"${CC:-cc}" -std=c11 -Wall -Wextra "${flags[@]::4}" "-I$parser/include" grammars.c "$out"/*.o -o "$out/grammars"
find corpus/source corpus/written corpus/cut ../tests/corpus -type f | sort | head -n 6000 |
    xargs -n 6000 -s 1000000 "$out/grammars" "$1" "$2"
