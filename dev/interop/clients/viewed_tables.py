"""The tables of the tests, as they are and with the logs that their owners may make of them."""

import json
import os
import shutil
from pathlib import Path

# Its log names files by the place where it was made: such a table has no view.
WITHOUT_VIEW = ("shallow-clone",)
CLEANED = "cleaned-"
COMPACTED = "compacted-"
COMPACTED_TABLES = ("change-data", "deletion-vectors", "mapping-name", "optimized")
HOUR = 3600


class ViewedTables:
    """Copies below one directory; `rules` has the allowed partitions of each alias."""

    def __init__(self, source, directory, names):
        self.source, self.directory, self.names = source, directory, names
        self.rules = {}  # by logical names, as the configuration has them
        self.physical_rules = {}
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)

    def make(self, write_checkpoints):
        """`write_checkpoints` writes one in the middle of the log of each of these directories."""
        for table in sorted(self.source.iterdir()):
            if table.name in WITHOUT_VIEW or self.names and table.name not in self.names:
                continue
            self._copy(table.name, table)
            if newest(table) > 1 and first_commit(table) == 0:
                self._copy(CLEANED + table.name, table)
            if table.name in COMPACTED_TABLES:
                self._copy(COMPACTED + table.name, table)
                compact(self.directory / (COMPACTED + table.name))
        cleaned = [each for each in sorted(self.directory.iterdir())
                   if each.name.startswith(CLEANED)]
        write_checkpoints([each for each in cleaned if first_checkpoint(each) is None])
        for table in cleaned:
            clean(table)
        for table in self.directory.iterdir():
            date_commits(table)

    def _copy(self, alias, table):
        shutil.copytree(table, self.directory / alias,
                        ignore=shutil.ignore_patterns("expected.json"))
        expected = json.loads((table / "expected.json").read_text())
        self.rules[alias] = rules = every_second_partition(expected)
        physical = {each["name"]: each["physicalName"] if "physicalName" in each else each["name"]
                    for each in expected["partitionColumns"]}
        self.physical_rules[alias] = [
            {physical[name]: value for name, value in rule.items()} for rule in rules]


def every_second_partition(expected):
    """Of all that are or were in the table, so that some rows are allowed and some are not."""
    columns = {each["name"] for each in expected["partitionColumns"]}
    found = {json.dumps(values, sort_keys=True)
             for files in (expected["files"], expected["removedFiles"])
             for values in files.values() if values is not None and set(values) == columns}
    # Those with a null come first.
    partitions = sorted(map(json.loads, found),
                        key=lambda values: [(values[name] is not None, values[name] or "")
                                            for name in sorted(values)])
    return partitions[::2] or [dict.fromkeys(columns, "none")]


def commits(table):
    return {int(file.name[:20]): file for file in (table / "_delta_log").glob("*.json")
            if file.name[20:] == ".json"}


def newest(table):
    return max(commits(table))


def first_commit(table):
    return min(commits(table))


def first_checkpoint(table):
    versions = [int(file.name[:20]) for file in (table / "_delta_log").glob("*.checkpoint.*")
                if not file.name.startswith(".")]
    return min(versions, default=None)


def clean(table):
    """Removes what is before the first checkpoint, as the retention of logs does."""
    first = first_checkpoint(table)
    for file in (table / "_delta_log").iterdir():
        if file.name.endswith((".json", ".json.crc", ".crc")) and file.name[:20].isdigit() \
                and int(file.name[:20]) < first:
            file.unlink()


def compact(table):
    """Writes all commits but the first once more as one file: what they do in the end."""
    actions = {}
    last = newest(table)
    for version in range(1, last + 1):
        for line in commits(table)[version].read_text().splitlines():
            (kind, action), = json.loads(line).items()
            if kind in ("add", "remove"):
                vector = action.get("deletionVector") or {}
                key = (action["path"], vector.get("pathOrInlineDv"), vector.get("offset"))
            elif kind in ("commitInfo", "cdc"):
                continue
            else:
                key = (kind, action.get("appId") or action.get("domain"))
            actions.pop(key, None)
            actions[key] = line
    file = table / f"_delta_log/{1:020}.{last:020}.compacted.json"
    file.write_text("".join(f"{line}\n" for line in actions.values()))


def date_commits(table):
    """An hour between commits, in whole seconds, as an S3 server tells them."""
    found = commits(table)
    info = json.loads(found[max(found)].read_text().splitlines()[0])["commitInfo"]
    end = info["timestamp"] // 1000
    for version, file in found.items():
        time = end - (max(found) - version) * HOUR
        os.utime(file, (time, time))
