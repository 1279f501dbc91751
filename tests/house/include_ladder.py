#!/usr/bin/python3
"""An include points down, by its path from the root; siblings never include each other; each outside library has one
home; Asio and Beast stay out of headers. docs/architecture.md draws the ladder that stands here as numbers."""
import pathlib
import re
import sys

RANK = {
    "base": 0, "proto": 1,
    "core/writing": 2, "core/observable": 2, "core/identity": 2, "core/bulletin": 3,
    "core/policy": 4, "core/indicator": 4, "core/sync": 4, "core/warning": 4,
    "formats/draft": 4, "formats/json": 4.5, "formats/rules": 4.5, "formats/list": 5, "formats/stix": 5, "formats/told": 5, "formats/warninglist": 5,
    "formats/misp": 5.5, "formats/report": 5, "formats/openioc": 5, "formats/detect": 5.5, "formats/exports": 5.7,
    "daemon/http/fetch": 5, "daemon/http/webhook": 9,
    "daemon/settings": 3, "daemon/telemetry": 1,
    "daemon/store": 6, "daemon/store/sqlite": 7, "daemon/partners": 7, "daemon/warnings": 7,
    "daemon/intake": 8, "daemon/sharing": 8, "daemon/query": 8,
    "daemon/access": 8, "daemon/listen": 5, "daemon/watching": 8.5, "daemon/exporting": 8.7, "daemon/feeding": 8.7,
    "daemon/http/server": 8.5, "daemon/http/taxii": 9, "daemon/http/feeds": 9,
    "daemon/link": 9, "daemon/api": 9, "daemon/app": 10,
    "client": 6,
}
# Folders that must not know each other although their ranks would let them.
FORBIDDEN = [("client", "daemon"), ("daemon/store", "formats"), ("daemon/intake", "daemon/store/sqlite"),
             ("daemon/sharing", "daemon/store/sqlite"), ("daemon/query", "daemon/store/sqlite"),
             ("daemon/watching", "daemon/store/sqlite"), ("daemon/access", "daemon/store/sqlite"),
             ("daemon/http", "daemon/store/sqlite"), ("daemon/exporting", "daemon/store/sqlite"), ("daemon/feeding", "daemon/store/sqlite"),
             ("daemon/link", "daemon/store/sqlite"), ("daemon/api", "daemon/store/sqlite"),
             ("daemon/partners", "daemon/store/sqlite"),
             ("core", "daemon"), ("formats", "daemon"), ("base", "daemon"), ("proto", "daemon")]
# An outside library's header -> the folders that may include it.
HOME = {
    r"sqlite3\.h": ["daemon/store/sqlite"],
    r"spdlog/": ["daemon/telemetry"],
    r"toml\+\+/": ["daemon/settings"],
    r"boost/beast": ["daemon/http"],
    r"boost/json": ["formats", "daemon/http", "client"],
    r"boost/asio": ["daemon/listen", "daemon/link", "daemon/api", "daemon/app", "daemon/http"],
    r"CLI/": ["daemon/app", "client", "tests/bench"],
    r"uni(case|ctype|norm|str)\.h": ["core/writing"],
    r"idn2\.h": ["core/observable"], r"libpsl\.h": ["core/observable"],
    r"systemd/": ["daemon/app"],
    r"expat\.h": ["formats/openioc"],
    r"yaml\.h": ["formats/rules"],
    r"re2/": ["core/warning"],
}
ROOTS = ("base", "proto", "core", "formats", "daemon", "client")


def folder_of(path):
    parts = path.split("/")
    for length in range(len(parts) - 1, 0, -1):
        candidate = "/".join(parts[:length])
        if candidate in RANK:
            return candidate
    return None


def under(folder, top):
    return folder == top or folder.startswith(top + "/")


def faults_of(name, text):
    here = folder_of(name)
    if here is None:
        yield f"{name}: its folder has no place in the ladder (tests/house/include_ladder.py)"
        return
    for number, line in enumerate(text.splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*(["<])([^">]+)[">]', line)
        if not match:
            continue
        where, kind, target = f"{name}:{number}", match[1], match[2]
        for pattern, homes in HOME.items():
            if re.match(pattern, target) and not any(under(here, home) for home in homes):
                yield f"{where}: <{target}> belongs in {', '.join(homes)} alone"
            if re.match(r"boost/(asio|beast)", target) and name.endswith(".hpp"):
                yield f"{where}: Asio and Beast stay out of headers"
                break
        if kind == "<":
            continue
        if target.startswith("tidings/v1/"):
            if RANK[here] < RANK["proto"]:
                yield f"{where}: {here} lies below proto"
            continue
        if target.startswith("./") or target.startswith("../") or "/" not in target:
            yield f'{where}: include "{target}" by its path from the root'
            continue
        if target.split("/")[0] not in ROOTS:
            if "generated/" not in target:
                yield f'{where}: "{target}" is no path from the root'
            continue
        there = folder_of(target)
        if there is None or there == here:
            continue
        if RANK[there] >= RANK[here]:
            yield f"{where}: {here} ({RANK[here]}) may not include {there} ({RANK[there]})"
        for upper, lower in FORBIDDEN:
            if under(here, upper) and under(there, lower):
                yield f"{where}: {upper} may not know {lower}"
        if under(here, "daemon/link") or under(here, "daemon/api"):
            if there == "daemon/store" and not target.endswith(("store/store.hpp", "store/records.hpp")):
                yield f"{where}: {here} reaches the store through intake, sharing and query only"


def self_test():
    planted = {
        "core/policy/x.hpp": '#include "daemon/store/store.hpp"\n',
        "daemon/link/x.hpp": "#include <boost/asio/io_context.hpp>\n",
        "daemon/intake/x.cpp": '#include "daemon/sharing/outbox.hpp"\n',
        "client/x.cpp": "#include <sqlite3.h>\n",
        "base/x.cpp": '#include "bytes.hpp"\n',
    }
    return [name for name, text in planted.items() if not list(faults_of(name, text))]


def main():
    root = pathlib.Path(sys.argv[1])
    missed = self_test()
    if missed:
        print("the check does not see planted faults:", missed)
        return 1
    faults, files = [], 0
    for top in ROOTS:
        for path in sorted((root / top).rglob("*")):
            if path.suffix in (".hpp", ".cpp"):
                files += 1
                faults += faults_of(str(path.relative_to(root)), path.read_text())
    print("\n".join(faults) or f"{files} files, every include points down")
    return 1 if faults or files == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
