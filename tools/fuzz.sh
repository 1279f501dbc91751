#!/usr/bin/env bash
# tools/fuzz.sh SECONDS [NAME…]: runs each fuzz target of the fuzz build that long, from its seed corpus, one a processor.
# What it finds new stays in build/fuzz/found; a crash fails it and tells the input's path.
set -euo pipefail
cd "$(dirname "$0")/.."
export seconds=${1:-60}
shift || true
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  for target in build/fuzz/bin/fuzz_*; do names+=("$(basename "$target" | sed 's/^fuzz_//')"); done
fi

fuzz() {  # NAME
  local found=build/fuzz/found/$1
  mkdir -p "$found"
  if "build/fuzz/bin/fuzz_$1" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
      -artifact_prefix="$found/" "$found" "tests/fuzz/corpus/$1" >"$found.log" 2>&1; then
    printf '%-24s %s executions\n' "$1" "$(awk '/stat::number_of_executed_units/{print $2}' "$found.log")"
  else
    tail -n 30 "$found.log"; echo "$1 failed: $found.log"; return 1
  fi
}
export -f fuzz
printf '%s\n' "${names[@]}" | xargs -P "$(nproc)" -I '{}' bash -c 'fuzz {}'
