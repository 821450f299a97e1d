"""Which clients read a filtered table whole: without a predicate, and without knowing of it.

The table is asked for at a proxy with `logView` filtered, in every `getMode`, before an S3 server
that verifies signatures. Where the proxy streams, a client that does not read every allowed row,
or that comes to know of a forbidden file, fails.
"""

import json
import subprocess
import sys
import urllib.parse
from pathlib import Path

from deltalake import DeltaTable

from .checks import Skipped, Wrong, no_forbidden, same, same_rows
from .lake import ALLOWED, BUCKET, FIRST_VERSION_WITH_ROWS, FORBIDDEN, query, trade_rows
from .redirects import MODES, STREAMING, redirecting

TABLE = "s3://datalake/trades"


def by_delta_rs(proxy, lake):
    options = proxy.options()
    versions = range(FIRST_VERSION_WITH_ROWS, lake.version + 1)
    for version in versions:
        table = DeltaTable(TABLE, version=version, storage_options=options)
        rows = trade_rows(query(table, "SELECT * FROM t"))
        same_rows(f"version {version}", rows, lake.trades(version))
    newest = DeltaTable(TABLE, storage_options=options)
    same("newest version", newest.version(), lake.version)
    tells_nothing("the history", json.dumps(newest.history()), lake)
    # The reader of to_pandas knows no deletion vectors.
    files = [f"trades/{path}" for path in newest.get_add_actions(flatten=True)["path"].to_pylist()]
    same("files", sorted(files), lake.active_allowed)
    return f"QueryBuilder of all {len(versions)} versions, history, {len(rows)} rows in the newest"


def by_polars(proxy, lake):
    import polars

    from .polars_client import rows_of

    options = proxy.options()
    read = []
    for name, more in (("native", {}), ("use_pyarrow", {"use_pyarrow": True})):
        frame = polars.scan_delta(TABLE, storage_options=options, **more).collect()
        same_rows(f"scan_delta, {name}", rows_of(frame), lake.trades())
        read.append(f"scan_delta ({name})")
    return f"{', '.join(read)}, {frame.height} rows"


def by_duckdb(proxy, lake):
    import duckdb

    from .duckdb_client import COLUMNS, connect_httpfs, extension

    connection = duckdb.connect()
    missing = connect_httpfs(connection, proxy) or extension(connection, "delta")
    if missing:
        raise Skipped(missing)
    rows = connection.execute(f"SELECT {COLUMNS} FROM delta_scan('{TABLE}')").fetchall()
    same_rows("delta_scan", rows, lake.trades())
    return f"delta_scan {len(rows)} rows"


def by_pyarrow(proxy, lake):
    data = DeltaTable(TABLE, storage_options=proxy.options()).to_pyarrow_dataset()
    same_rows("to_table", trade_rows(data.to_table()), lake.trades())
    return f"data set of delta-rs {data.count_rows()} rows"


def by_pandas(proxy, lake):
    frame = DeltaTable(TABLE, storage_options=proxy.options()).to_pandas()
    rows = sorted(zip(frame["MIC"], frame["trade_id"], frame["quantity"]))
    same_rows("to_pandas", rows, lake.trades())
    return f"to_pandas {len(rows)} rows"


def by_datafusion(proxy, lake):
    from datafusion import SessionContext

    from .datafusion_client import SQL, rows_of

    session = SessionContext()
    table = DeltaTable(TABLE, storage_options=proxy.options())
    session.register_dataset("trades", table.to_pyarrow_dataset())
    rows = rows_of(session.sql(SQL))
    same_rows("register_dataset", rows, lake.trades())
    return f"data set of delta-rs {len(rows)} rows"


def by_boto3(proxy, lake):
    from .boto import client

    s3 = client(proxy)
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="trades/")
    objects = [each for page in pages for each in page.get("Contents", [])]
    no_forbidden("the listing", [each["Key"] for each in objects], lake)
    for each in objects:
        head = s3.head_object(Bucket=BUCKET, Key=each["Key"])
        same(f"size of {each['Key']}", head["ContentLength"], each["Size"])
        same(f"tag of {each['Key']}", head["ETag"], each["ETag"])
        if "/_delta_log/" in each["Key"]:
            body = s3.get_object(Bucket=BUCKET, Key=each["Key"])["Body"].read()
            tells_nothing(each["Key"], body.decode("latin-1"), lake)
    for key in (lake.active_forbidden[0], "trades/none.parquet"):
        try:
            s3.get_object(Bucket=BUCKET, Key=key)
        except s3.exceptions.NoSuchKey:
            continue
        raise Wrong(f"{key} is not missing")
    return f"{len(objects)} objects listed, the log says nothing of others, forbidden are missing"


def by_aws_cli(proxy, lake):
    program = str(Path(sys.executable).with_name("aws"))
    ended = subprocess.run(
        [program, "--endpoint-url", proxy.endpoint, "s3", "cp", "--recursive", "--quiet",
         "--exclude", "*", "--include", "_delta_log/*.json", f"{TABLE}/", "."],
        env=proxy.environment(), capture_output=True, timeout=120, check=False,
        cwd=lake.work())
    same(ended.stderr.decode().strip(), ended.returncode, 0)
    for file in sorted((lake.work() / "_delta_log").glob("*.json")):
        tells_nothing(file.name, file.read_text(), lake)
    return "copied the log"


def by_spark(proxy, lake):
    from .spark import ask

    versions = sorted({FIRST_VERSION_WITH_ROWS, *lake.versions_with_vectors[::3], lake.version})
    lines = ask(proxy, versions)
    for version in versions:
        rows = [(market, int(trade), int(quantity)) for kind, number, market, trade, quantity
                in (line for line in lines if line[0] == "trade") if int(number) == version]
        same_rows(f"version {version}", rows, lake.trades(version))
    answers = {line[0]: line[1] for line in lines if line[0] != "trade"}
    same("without a filter", answers["unfiltered"], f"{len(lake.trades())} rows")
    return f"versions {versions}, {answers['unfiltered']} without a predicate"


def by_trino(proxy, lake):
    from .trino import SCHEMA, server, trades

    with server(proxy) as ask:
        versions = range(FIRST_VERSION_WITH_ROWS, lake.version + 1)
        for version in versions:
            same_rows(f"version {version}", trades(ask, f"FOR VERSION AS OF {version}"),
                      lake.trades(version))
        rows = trades(ask)
        same_rows("newest version", rows, lake.trades())
        history = ask(f'SELECT * FROM {SCHEMA}."trades$history"')
        tells_nothing("the history", json.dumps(history), lake)
        partitions = ask(f'SELECT * FROM {SCHEMA}."trades$partitions"')
        same("partitions", len(partitions), len(ALLOWED))
        tells_nothing("the partitions", json.dumps(partitions), lake)
    return f"all {len(versions)} versions, $history, $partitions, {len(rows)} rows in the newest"


READS = {
    "delta-rs": by_delta_rs,
    "polars": by_polars,
    "duckdb": by_duckdb,
    "pyarrow": by_pyarrow,
    "pandas": by_pandas,
    "datafusion": by_datafusion,
    "boto3": by_boto3,
    "aws-cli": by_aws_cli,
    "spark": by_spark,
    "trino": by_trino,
}


def tells_nothing(what, text, lake):
    for secret in (*FORBIDDEN, *(key.rpartition("/")[2] for key in lake.forbidden_keys)):
        if secret in text or urllib.parse.quote(secret) in text:
            raise Wrong(f"{what} tells {secret}")


def report(war, lake, names):
    """Prints a line for each client and mode; answers whether all read that are streamed to."""
    good = True
    for mode in MODES:
        with redirecting(war, lake, getMode=mode, logView="filtered") as proxy:
            for name in names:
                if name not in READS:
                    continue
                try:
                    state, said = "ok", READS[name](proxy, lake)
                except Skipped as reason:
                    state, said = "skipped", str(reason)
                except Exception as error:  # a client fails by errors of its own
                    said = f"{type(error).__name__}: ..." + str(error)[-240:].replace("\n", " ")
                    state = "FAILED" if mode in STREAMING else "does not follow"
                    good &= mode not in STREAMING
                print(f"filtered, {mode}: {state:8}{name}: {said}", flush=True)
    return good
