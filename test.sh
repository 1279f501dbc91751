#!/usr/bin/env bash
# Installs what the build and its tests need, builds, and passes every test.
#   ./test.sh          release build with all tests, and the unit, contract and fuzz-corpus tests under ASan+UBSan
#   ./test.sh --long   also ThreadSanitizer, longer fuzzing, more kill rounds, a larger simulation and the benchmark
#   ./test.sh --quick  the release build and its tests alone
# TIDINGS_CORPUS names a folder of real indicators and reports; without it the corpus tests are skipped and say so.
set -euo pipefail
cd "$(dirname "$0")"
mode=${1:-}
case "$mode" in "" | --long | --quick) ;; *) sed -n '2,6p' "$0" | cut -c3-; exit 2 ;; esac

tools/install-packages.sh build test
jobs=$(nproc)
export CCACHE_DIR=${CCACHE_DIR:-$PWD/build/ccache} CCACHE_BASEDIR=$PWD CTEST_OUTPUT_ON_FAILURE=1 TIDINGS_LONG=${TIDINGS_LONG:-}
[ "$mode" = --long ] && TIDINGS_LONG=1

say() { printf '\n== %s (%ds)\n' "$*" "$SECONDS"; }
build() {  # PRESET [TARGET…]
  say "Building $1"
  mkdir -p build
  cmake --preset "$1" -DTIDINGS_TESTS=ON >"build/configure-$1.log" 2>&1 || { cat "build/configure-$1.log"; exit 1; }
  cmake --build --preset "$1" -j "$jobs" "${@:2}" | grep -v '^\[' || [ "${PIPESTATUS[0]}" = 0 ]
}

failed=0
# What fails is tried once more, except by --long: the end names what needed that, for it is a fault of the test or of us.
run_tests() {  # PRESET CTEST-ARGUMENTS…
  local again=(--repeat until-pass:2)
  [ "$mode" = --long ] && again=()
  ctest --test-dir "build/$1" -j "$jobs" --no-tests=error "${again[@]}" "${@:2}" | tee "build/tests-$1.log"
  local status=${PIPESTATUS[0]}
  grep -E '\*\*\*(Failed|Timeout|Exception|Not Run)' "build/tests-$1.log" | sed -E "s/^ *[0-9/]* *Test +#[0-9]+: ([^ ]+) .*/$1: \1/" >>build/unwell.log || true
  return "$status"
}

build release
say "Tests of the release build"
: >build/unwell.log
run_tests release || failed=1

if [ "$mode" != --quick ]; then
  sanitized=asan-ubsan targets=(sanitized_tests)
  [ "$mode" != --long ] || { sanitized=fuzz; targets+=(fuzz_targets); }  # the same sanitizers, and what fuzzers need
  build $sanitized --target "${targets[@]}"
  say "Unit, contract and fuzz-corpus tests under ASan and UBSan"
  run_tests $sanitized -L sanitized || failed=1
fi

if [ "$mode" = --long ]; then
  say "Fuzzing"
  tools/fuzz.sh "${TIDINGS_FUZZ_SECONDS:-180}" || failed=1
  build tsan --target sanitized_tests
  say "Unit and contract tests under ThreadSanitizer"
  run_tests tsan -L sanitized || failed=1
  say "Benchmark"
  build/release/bin/tidings-bench --suite core || failed=1
fi
if [ -s build/unwell.log ]; then
  say "Failed at least once"
  sort build/unwell.log | uniq -c
fi
say "$([ $failed = 0 ] && echo 'All passed' || echo 'Something failed')"
exit $failed
