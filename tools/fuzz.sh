#!/usr/bin/env bash
# tools/fuzz.sh SECONDS [NAME…]: runs each fuzz target of the fuzz build that long, from its seed corpus. What it finds
# new stays in build/fuzz/found; a crash ends it with the input's path.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
names=("$@")
if [ ${#names[@]} -eq 0 ]; then
  for target in build/fuzz/bin/fuzz_*; do names+=("$(basename "$target" | sed 's/^fuzz_//')"); done
fi
failed=0
for name in "${names[@]}"; do
  found=build/fuzz/found/$name
  mkdir -p "$found"
  if "build/fuzz/bin/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
      -artifact_prefix="$found/" "$found" "tests/fuzz/corpus/$name" >"$found.log" 2>&1; then
    printf '%-24s %s executions\n' "$name" "$(awk '/stat::number_of_executed_units/{print $2}' "$found.log")"
  else
    tail -n 30 "$found.log"; echo "$name failed: $found.log"; failed=1
  fi
done
exit $failed
