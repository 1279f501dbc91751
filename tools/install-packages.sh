#!/usr/bin/env bash
# Installs the Debian packages of the named sections of tools/packages.txt (default: build), if any is missing.
# Needs root or sudo only when something is missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sections=("${@:-build}")
wanted=()
for section in "${sections[@]}"; do
  mapfile -t -O "${#wanted[@]}" wanted < <(awk -v want="[$section]" '
    /^\[/ { inside = ($1 == want); next }
    inside { sub(/#.*/, ""); if (NF) print $1 }' "$here/packages.txt")
done
missing=()
for package in "${wanted[@]}"; do
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
as_root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "Missing packages: ${missing[*]}. Run as root, or install sudo." >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing ${#missing[@]} Debian packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { "${as_root[@]}" apt-get -o DPkg::Lock::Timeout=300 update &&
       "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -n 40 "$log" >&2
  echo "Installing packages failed; the lines above say why." >&2
  exit 1
fi
