#!/usr/bin/env bash
# Installs what was built into an overlay of this machine's own root, boots that under a real systemd in a container
# without a network, and uses the service as an operator and an analyst would (in_container.sh). Leaves nothing behind;
# may run several times at once. Ends with 77 where this machine does not permit it.
set -euo pipefail
build=$1
here=$(cd "$(dirname "$0")" && pwd)
source=$(cd "$here/../../.." && pwd)

fail() { echo "FAILED: $*" >&2; exit 1; }
skip() { echo "skipped: $*"; exit 77; }

# Mounts are made in a namespace of our own: they go with this process, however it ends.
if [ -z "${TIDINGS_OWN_MOUNTS:-}" ] && [ "$(id -u)" = 0 ] && unshare --mount --propagation private true 2>/dev/null; then
  TIDINGS_OWN_MOUNTS=1 exec unshare --mount --propagation private "$0" "$@"
fi

command -v systemd-analyze >/dev/null || skip "there is no systemd-analyze"
# The threshold is in tenths: an exposure of 2.5.
systemd-analyze security --offline=true --no-pager --threshold=25 "$source/systemd/tidingsd.service" >/dev/null ||
  fail "the service is exposed more than 2.5"
echo "the sandbox: $(systemd-analyze security --offline=true --no-pager "$source/systemd/tidingsd.service" | tail -n 1 | tr -dc ' -~')"

command -v systemd-nspawn >/dev/null || skip "the rest needs systemd-nspawn (Debian package systemd-container)"
[ "$(id -u)" = 0 ] || skip "booting a container needs root"
[ -n "${TIDINGS_OWN_MOUNTS:-}" ] || skip "this machine does not permit a mount namespace"

work=$(mktemp -d /tmp/tidings-service-XXXXXX)
trap 'umount -l "$work/root" "$work" 2>/dev/null || true; rm -rf --one-file-system "$work"' EXIT
mount -t tmpfs -o size=1g,mode=0755 tidings-service "$work" 2>/dev/null || skip "this machine does not permit mounts"
mkdir "$work/upper" "$work/work" "$work/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/upper,workdir=$work/work" "$work/root" 2>/dev/null ||
  skip "this machine does not permit an overlay of /"
root=$work/root
mount -t tmpfs tidings-service /run  # systemd-nspawn leaves folders there

# What an earlier installation on this machine left must not be what is tested.
rm -rf "$root/etc/tidings" "$root/var/lib/tidings" "$root/usr/local/bin/tidingsd" "$root/usr/local/bin/tidings"
DESTDIR=$root cmake --install "$build" --prefix /usr >"$work/install.log" || { cat "$work/install.log" >&2; fail "cmake --install"; }
install -m 0755 "$here/in_container.sh" "$root/usr/lib/tidings-test"
cat >"$root/etc/systemd/system/tidings-test.service" <<'UNIT'
[Unit]
Description=Uses the installed service
Requires=basic.target
After=basic.target
SuccessAction=exit
FailureAction=exit
[Service]
Type=oneshot
ExecStart=/bin/sh -c 'exec /usr/lib/tidings-test >/tidings-test.log 2>&1'
TimeoutStartSec=120
UNIT

timeout -k 5 150 systemd-nspawn --boot --quiet --register=no --keep-unit --private-network --link-journal=no \
  --machine="tidings-$$-$RANDOM" --directory="$root" --console=pipe systemd.unit=tidings-test.service \
  </dev/null >"$work/boot.log" 2>&1 || true
if [ ! -e "$work/upper/tidings-test.log" ]; then
  tail -n 5 "$work/boot.log"
  skip "this machine does not permit booting a container"
fi
cat "$work/upper/tidings-test.log"
tail -n 1 "$work/upper/tidings-test.log" | grep -qx "PASSED" || fail "the lines above say at which step"
