#!/usr/bin/env bash
# Shows what Tidings does, for real, on this machine: three nodes on loopback share signed bulletins.
#
#   Taipei ── Brussels ── Vilnius       (Taipei and Vilnius know each other only through Brussels)
#
#   ./quickstart.sh           builds, runs the story, cleans up; exits non-zero if anything did not happen
#   ./quickstart.sh --keep    leaves the three running and prints how to talk to them and stop them
set -euo pipefail
cd "$(dirname "$0")"
keep=no
case "${1:-}" in
  "") ;;
  --keep) keep=yes ;;
  *) sed -n '2,8p' "$0" | cut -c3-; exit 2 ;;
esac

step() { printf '\n\033[1m%s\033[0m\n' "$*"; }
[ -t 1 ] && [ -z "${NO_COLOR:-}" ] || step() { printf '\n%s\n' "$*"; }
die() { echo "quickstart: $*" >&2; exit 1; }
show() { printf '  $ tidings %s\n' "$*"; }

step "1. Packages and build"
tools/install-packages.sh build
export CCACHE_DIR=${CCACHE_DIR:-$PWD/build/ccache} CCACHE_BASEDIR=$PWD
mkdir -p build
if [ ! -f build/release/build.ninja ]; then
  # Without the tests, which need packages that running does not; ./test.sh turns them on.
  cmake --preset release -DTIDINGS_TESTS=OFF >build/configure-release.log 2>&1 || { cat build/configure-release.log; die "cmake failed"; }
fi
echo "  building tidingsd and tidings (the first time takes some minutes; progress below)"
cmake --build --preset release --target tidingsd tidings -j "$(nproc)" | sed -u 's/^/  /' | { [ -t 1 ] && cat || grep -E '\[[0-9]+0/|no work|FAILED|error' || true; }
[ "${PIPESTATUS[0]}" = 0 ] || die "the build failed; the lines above say where"
PATH=$PWD/build/release/bin:$PATH

home=$(mktemp -d "${TMPDIR:-/tmp}/tidings-quickstart.XXXXXX")
pids=()
clean_up() {
  local code=$?
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
  [ $code = 0 ] || for node in taipei brussels vilnius; do
    [ -s "$home/$node/log" ] && { echo "--- the last lines of $node's log"; tail -n 15 "$home/$node/log"; }
  done
  rm -rf "$home"
  exit $code
}
trap clean_up EXIT
trap 'exit 130' INT TERM

free_port() {  # a port nobody listens on now
  local port
  while :; do
    port=$((20000 + RANDOM % 20000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    exec 3>&- 2>/dev/null || true
  done
}
at() { local node=$1; shift; tidings --socket "$home/$node/api.sock" "$@"; }
start_node() {  # NAME ORGANISATION
  local port
  port=$(free_port)
  mkdir -p "$home/$1"
  tidingsd init --organisation "$2" --endpoint "127.0.0.1:$port" --listen "127.0.0.1:$port" \
    --data "$home/$1/data" --config "$home/$1/tidingsd.toml" --socket "$home/$1/api.sock" >"$home/$1/init.txt"
  tidingsd --config "$home/$1/tidingsd.toml" >"$home/$1/log" 2>&1 &
  pids+=($!)
  for _ in $(seq 100); do at "$1" status >/dev/null 2>&1 && { echo "  $1: $2, 127.0.0.1:$port"; return; }; sleep 0.05; done
  die "$1 did not start"
}
until_true() {  # SECONDS WHAT COMMAND…: waits until the command succeeds
  local deadline=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || die "$what did not happen"
    sleep 0.1
  done
}

step "2. Three organisations, each with a root key, a signing key and a TLS key of its own"
start_node taipei "Taipei CERT"
start_node brussels "Brussels CERT"
start_node vilnius "Vilnius CERT"

step "3. They exchange cards; the fingerprint words are what people read to each other on the telephone"
introduce() {  # A B TERMS-OF-A-FOR-B…: A learns B's card and states its terms
  at "$2" card export >"$home/$2.card"
  local words
  words=$(at "$2" card show -o json | sed -n 's/.*"fingerprint": *"\([^"]*\)".*/\1/p')
  at "$1" partner add "$home/$2.card" --as "$2" --fingerprint "$words" "${@:3}" >/dev/null
  echo "  $1 adds $2 (${words%% *} …): ${*:3}"
}
introduce taipei brussels --send red --accept red --community
introduce brussels taipei --send red --accept red --community
introduce brussels vilnius --send amber --accept amber --community
introduce vilnius brussels --send amber --accept amber --community
connected() { at "$1" status -o json | grep -q '"connected": *true'; }
for node in taipei brussels vilnius; do until_true 15 "a link of $node" connected "$node"; done
echo "  linked over TLS 1.3, each side known by its pinned key"

step "4. Taipei publishes a report at TLP:GREEN, and one at TLP:RED for Brussels alone"
show publish govershell-c2.txt --title … --tlp green --yes
at taipei publish tests/data/advisories/govershell-c2.txt --title "GOVERSHELL command and control" --tlp green \
  --role c2 --confidence 85 --ecosystem government --tag malware:govershell \
  --reference https://github.com/volexity/threat-intel --yes | sed 's/^/    /'
show publish raccoon-sinkhole-request.csv --title … --tlp red --release-to brussels
at taipei publish tests/data/advisories/raccoon-sinkhole-request.csv --title "Raccoon servers: take-down under way" \
  --tlp red --release-to brussels --yes | sed 's/^/    /'

green=twmoc.info
red=109.236.82.58
step "5. Brussels has both: who said it, and a signature that was checked"
until_true 15 "the GREEN report in Brussels" at brussels query "$green"
until_true 15 "the RED report in Brussels" at brussels query "$red"
show query "$green"
at brussels query "$green" -o human | sed 's/^/    /'
brussels_says=$(at brussels query "$green" -o json)
grep -q '"signature_verified": *true' <<<"$brussels_says" || die "Brussels did not verify the signature"
grep -q '"origin_name": *"taipei"' <<<"$brussels_says" || die "Brussels does not name Taipei"

step "6. Vilnius has the GREEN one, relayed by Brussels and still verified as Taipei's"
until_true 15 "the GREEN report in Vilnius" at vilnius query "$green"
show query "$green"
at vilnius query "$green" -o human | sed 's/^/    /'
vilnius_says=$(at vilnius query "$green" -o json)
grep -q '"signature_verified": *true' <<<"$vilnius_says" || die "Vilnius did not verify the signature"
grep -q '"origin_name": *"Taipei CERT"' <<<"$vilnius_says" || die "Vilnius does not name Taipei"
grep -q '"introduced_by": *"brussels"' <<<"$vilnius_says" || die "Vilnius does not say who introduced Taipei"

step "7. Vilnius has not the RED one, and Brussels says why"
caught_up() { at brussels status -o json | tr -d ' \n' | grep -q '"caught_up":false' && return 1 || return 0; }
until_true 15 "catching up" caught_up
show query "$red"
if at vilnius query "$red" >/dev/null 2>&1; then die "Vilnius holds what was RED for Brussels alone"; fi
echo "    Vilnius: not found"
show explain "$red" --to vilnius
why=$(at brussels explain "$red" --to vilnius -o human)
sed 's/^/    /' <<<"$why"
grep -qi 'vilnius' <<<"$why" && grep -qiE 'red|named|origin' <<<"$why" || die "explain does not say why"

printf '\nAll of it happened, in %d s.\n' "$SECONDS"
if [ "$keep" = yes ]; then
  trap - EXIT INT TERM
  cat <<END
The three keep running. Talk to them:
  export PATH=$PWD/build/release/bin:\$PATH
  tidings --socket $home/taipei/api.sock status       (also brussels, vilnius)
Stop them:
  kill ${pids[*]}; rm -rf $home
END
fi
