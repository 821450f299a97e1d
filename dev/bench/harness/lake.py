"""The objects of a run: a small Delta table with two partitions, of which one is allowed."""

import json
import os

BUCKET = "lake"
TABLE = "tables/bench"
ALIAS = "bench"
RULE = {"part": "open"}
USER = {
    "accessKeyId": "AKIABENCHBENCHBENCH0",
    "secretAccessKey": "bench-secret-of-forty-characters-exactly",
}

KIB = 1024
MIB = 1024 * KIB
SIZES = {"4 KiB": 4 * KIB, "1 MiB": MIB, "128 MiB": 128 * MIB}
COUNTS = {"4 KiB": 256, "1 MiB": 16, "128 MiB": 1}
SLOW_BYTES = 4 * MIB
SLOW_OBJECT = "part=open/slow-0.parquet"
FORBIDDEN_OBJECT = "part=closed/forbidden-0.parquet"


def objects_of(size):
    """Keys, relative to the table, of the objects of one size."""
    stem = size.lower().replace(" ", "")
    return [f"part=open/{stem}-{number}.parquet" for number in range(COUNTS[size])]


def write(root):
    """Writes bucket directories below a root."""
    table = root / BUCKET / TABLE
    (table / "_delta_log").mkdir(parents=True)
    adds = []
    for size, length in SIZES.items():
        for path in objects_of(size):
            adds.append(write_object(table, path, length))
    adds.append(write_object(table, SLOW_OBJECT, SLOW_BYTES))
    adds.append(write_object(table, FORBIDDEN_OBJECT, 4 * KIB))
    commit = [{"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}}, metadata(), *adds]
    lines = "".join(json.dumps(action) + "\n" for action in commit)
    (table / "_delta_log" / f"{0:020}.json").write_text(lines)


def write_object(table, path, length):
    target = table / path
    target.parent.mkdir(exist_ok=True)
    block = os.urandom(min(length, MIB))
    with open(target, "wb") as file:
        for _ in range(length // len(block)):
            file.write(block)
    return {
        "add": {
            "path": path,
            "partitionValues": {"part": path.split("/")[0].removeprefix("part=")},
            "size": length,
            "modificationTime": 1700000000000,
            "dataChange": True,
        }
    }


def metadata():
    fields = [
        {"name": name, "type": kind, "nullable": True, "metadata": {}}
        for name, kind in (("id", "long"), ("part", "string"))
    ]
    return {
        "metaData": {
            "id": "3f2b0c52-7d10-4b0f-9a53-6f0d7a4b8a11",
            "format": {"provider": "parquet", "options": {}},
            "schemaString": json.dumps({"type": "struct", "fields": fields}),
            "partitionColumns": ["part"],
            "configuration": {},
            "createdTime": 1700000000000,
        }
    }
