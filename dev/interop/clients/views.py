"""Whether Spark reads the view of a table as it reads the table filtered by partition.

The tables are those of the tests, and some of them again with the start of their log cleaned away
or with compacted commits. Every version that Spark can read of a table must be the same in its view,
and what it cannot read of the table it must not read of the view.
"""

import json
from collections import Counter, defaultdict
from pathlib import Path

from .checks import Wrong
from .proxy import OwnServer
from .spark import run
from .viewed_tables import ViewedTables

REPOSITORY = Path(__file__).parents[3]
TABLES = REPOSITORY / "src/test/resources/tables"
PAGE = REPOSITORY / "docs/COMPATIBILITY.md"
BEGIN, END = "<!-- views: made by dev/interop/run --views -->", "<!-- end of views -->"
CHECKS = ("version", "timestamp", "history", "changes", "stream")
SECONDS = 3000


def report(war, names):
    """Prints a line for each table; answers whether all views are right."""
    unknown = set(names) - {each.name for each in TABLES.iterdir()}
    if unknown:
        raise SystemExit(f"no such table: {' '.join(sorted(unknown))}")
    work = REPOSITORY / "target/interop/views"
    tables = ViewedTables(TABLES, work / "lake", names)
    tables.make(lambda paths: paths and run("WriteCheckpoints", [path.as_uri() for path in paths]))
    (work / "rules.json").write_text(json.dumps(tables.physical_rules))
    settings = {
        "logView": "filtered", "getMode": "proxy", "localDirectories": ["lake"],
        "tableMapping": {alias: f"file:lake/{alias}" for alias in tables.rules},
        "allowedPartitions": tables.rules}
    (work / "config.json").write_text(json.dumps(settings))
    variables = {"PROXY_CONFIG": str(work / "config.json")}
    with OwnServer(war, work, work / "proxy.log", variables) as proxy:
        lines = run("ReadViews", [proxy.endpoint, str(work / "lake"), str(work / "rules.json")],
                    proxy.environment(), SECONDS)
    (work / "reads.tsv").write_text("".join("\t".join(line) + "\n" for line in lines))
    found = defaultdict(lambda: defaultdict(list))
    for alias, check, *said in lines:
        found[alias][check].append(said)
    if set(found) != set(tables.rules):
        raise Wrong(f"not read: {set(tables.rules) - set(found)}")
    for alias, checks in found.items():
        print(f"view {alias}: " + "; ".join(f"{check} {summary(checks[check])}"
                                            for check in CHECKS), flush=True)
        for check, said in checks.items():
            for state, _, read, why in said:
                if state == "FAILED":
                    print(f"  {check} {read}: {why}", flush=True)
    if not names:
        write(found)
    states = Counter(said[0] for checks in found.values() for each in checks.values()
                     for said in each)
    print(f"views of {len(found)} tables: {dict(states)}")
    return not states["FAILED"]


def summary(answers):
    states = Counter(state for state, *_ in answers)
    return ", ".join(f"{states[state]} {state}" for state in ("ok", "neither", "FAILED")
                     if states[state])


def cell(answers):
    states = Counter(state for state, *_ in answers)
    if states["FAILED"]:
        return "**differs**"
    return f"{states['ok']}" if states["ok"] else "-"


def write(found):
    """Puts the table of results into the page, in place of the last one."""
    rows = ["| table | rows in the newest | `versionAsOf` | `timestampAsOf` | `DESCRIBE HISTORY` |"
            " change data | stream |", "|---|---|---|---|---|---|---|"]
    for alias, checks in sorted(found.items()):
        newest = checks["version"][-1][1]
        rows.append(f"| `{alias}` | {newest} | " + " | ".join(
            cell(checks[check]) for check in CHECKS) + " |")
    before, rest = PAGE.read_text().split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text("\n".join([before + BEGIN, "", *rows, "", END]) + after)
