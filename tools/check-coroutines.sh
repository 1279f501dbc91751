#!/bin/sh
# Looks for the coroutine forms that g++ 12.2 miscompiles (tools/coroutine_forms.query).
#   tools/check-coroutines.sh BUILD          every file of the tree that has a coroutine; BUILD has compile_commands.json
#   tools/check-coroutines.sh FILE.cpp ...   these files alone, which need no flags but -std=c++20
# Prints what it finds; exits 1 if it found something, 2 if a file could not be looked at.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
query="$root/tools/coroutine_forms.query"
command -v clang-query-19 >/dev/null || { echo "clang-query-19 is missing (package clang-tools-19)" >&2; exit 2; }

if [ -d "$1" ]; then
  build=$(cd "$1" && pwd)
  cd "$root"
  # Headers are looked at as if they were compiled by themselves: what they hold is the same in whoever includes them.
  set -- $(git ls-files -co --exclude-standard -- '*.cpp' '*.hpp' ':!tests/house/coroutines' |
           xargs -r grep -lE '\bco_(await|yield|return|spawn)\b' || true)
  [ $# -gt 0 ] || { echo "no coroutines in the tree"; exit 0; }
  out=$(clang-query-19 -p "$build" --extra-arg=-std=c++20 --extra-arg=-I"$root" -f "$query" "$@" 2>&1) || { echo "$out" >&2; exit 2; }
else
  out=$(clang-query-19 -f "$query" "$@" -- -std=c++20 2>&1) || { echo "$out" >&2; exit 2; }
fi
if echo "$out" | grep -q ' error: '; then echo "$out" >&2; exit 2; fi
found=$(echo "$out" | grep '"[a-z_-]*" binds here' || true)
[ -z "$found" ] || { echo "$found"; exit 1; }
