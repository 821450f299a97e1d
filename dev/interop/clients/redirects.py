"""Which clients follow a redirect to a presigned URL, as `getMode` presignedUrl answers.

The same table is asked for at a proxy that redirects to an S3 server which verifies signatures.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import s3a
from .checks import Skipped, same, same_rows
from .lake import BUCKET
from .proxy import OwnServer, Proxy, free_port, opens

REPOSITORY = Path(__file__).parents[3]
STREAMING = ("proxy", "auto")
MODES = (*STREAMING, "presignedUrl")
KEYS = ("upstream", "upstream-secret")


def by_delta_rs(proxy, lake, key):
    from deltalake import DeltaTable

    table = DeltaTable("s3://datalake/reference", storage_options=proxy.options())
    same("rows", len(table.to_pandas()), lake.reference_count())


def by_polars(proxy, lake, key):
    import polars

    scan = polars.scan_parquet(f"s3://datalake/{key}", storage_options=proxy.options())
    same("rows", scan.collect().height, lake.reference_count())


def by_duckdb(proxy, lake, key):
    import duckdb

    from .duckdb_client import connect_httpfs

    sql = f"SELECT count(*) FROM (SELECT * FROM 's3://datalake/{key}')"
    connection = duckdb.connect()
    connect_httpfs(connection, proxy)
    same("rows", connection.execute(sql).fetchone()[0], lake.reference_count())


def by_pyarrow(proxy, lake, key):
    from .pyarrow_client import file_system

    with file_system(proxy).open_input_file(f"{BUCKET}/{key}") as file:
        same("content", file.read(), lake.content(key))


def by_boto3(proxy, lake, key):
    from .boto import client

    body = client(proxy).get_object(Bucket=BUCKET, Key=key)["Body"]
    same("content", body.read(), lake.content(key))


def by_aws_cli(proxy, lake, key):
    program = str(Path(sys.executable).with_name("aws"))
    ended = subprocess.run(
        [program, "--endpoint-url", proxy.endpoint, "s3", "cp", f"s3://{BUCKET}/{key}", "-"],
        env=proxy.environment(), capture_output=True, timeout=60, check=False)
    same(ended.stderr.decode().strip(), ended.returncode, 0)
    same("content", ended.stdout, lake.content(key))


def by_curl(proxy, lake, key):
    ended = subprocess.run(
        ["curl", "-sSfL", "--aws-sigv4", f"aws:amz:{proxy.region}:s3", "--user",
         f"{proxy.access_key}:{proxy.secret_key}", f"{proxy.endpoint}/{BUCKET}/{key}"],
        capture_output=True, timeout=60, check=False)
    same(ended.stderr.decode().strip(), ended.returncode, 0)
    same("content", ended.stdout, lake.content(key))


def by_javascript(proxy, lake, key):
    from .javascript import ask

    same("content", bytes.fromhex(ask(proxy, key, "reference/none")["content"]), lake.content(key))


def by_spark(proxy, lake, key):
    from .spark import ask

    lines = ask(proxy, [lake.version])
    rows = [(market, int(trade), int(quantity)) for kind, _, market, trade, quantity
            in (line for line in lines if line[0] == "trade")]
    same_rows("trades", rows, lake.trades())
    answers = {line[0]: line[1] for line in lines if line[0] != "trade"}
    same("rows", int(answers["reference"]), lake.reference_count())


def by_trino(proxy, lake, key):
    from .trino import SCHEMA, server

    with server(proxy) as ask:
        rows = ask(f"SELECT * FROM {SCHEMA}.reference")
    same("rows", len(rows), lake.reference_count())


READS = {
    "delta-rs": by_delta_rs,
    "polars": by_polars,
    "duckdb": by_duckdb,
    "pyarrow": by_pyarrow,
    "boto3": by_boto3,
    "aws-cli": by_aws_cli,
    "curl": by_curl,
    "javascript": by_javascript,
    "trino": by_trino,
    "spark": by_spark,
    **{f"s3a-{version}": s3a.reads(version) for version in s3a.VERSIONS},
}


@contextlib.contextmanager
def beside(war, proxy):
    """The same proxy, asked through the one that stands beside clients and follows for them."""
    port = free_port()
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    log = REPOSITORY / "target/interop/client-proxy.log"
    with open(log, "wb") as output:
        helper = subprocess.Popen(
            [java, "-jar", str(war), "client-proxy", "--upstream", proxy.endpoint, "--listen",
             str(port), "--store", "127.0.0.1"],
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
    try:
        end = time.monotonic() + 60
        while not opens(port):
            if helper.poll() is not None or time.monotonic() > end:
                raise SystemExit(log.read_text()[-2000:])
            time.sleep(0.2)
        yield Proxy(f"http://127.0.0.1:{port}", proxy.endpoint)
    finally:
        helper.terminate()
        helper.wait()


def through_helper(war, lake, names):
    """Reads in mode presignedUrl through the proxy beside clients; answers whether all read."""
    key = lake.reference_keys[0]
    good = True
    with redirecting(war, lake) as proxy, beside(war, proxy) as follower:
        for name in names:
            if name not in READS:
                continue
            start = time.monotonic()
            try:
                READS[name](follower, lake, key)
                said = "ok"
            except Skipped as reason:
                said = f"skipped: {reason}"
            except Exception as error:  # a client fails by errors of its own
                said = f"FAILED: {type(error).__name__}: ..." + str(error)[-240:]
                said = said.replace("\n", " ")
                good = False
            print(f"client-proxy: {name} ({time.monotonic() - start:.0f} s): {said}", flush=True)
    return good


def report(war, lake, names):
    """Prints a line for each client and mode; whether one follows is a fact about it, no fault.

    Answers whether all read that are streamed to.
    """
    key = lake.reference_keys[0]
    good = True
    for mode in MODES:
        with redirecting(war, lake, getMode=mode) as proxy:
            for name in names:
                if name not in READS:
                    continue
                start = time.monotonic()
                try:
                    READS[name](proxy, lake, key)
                    said = "reads" if mode in STREAMING else "follows"
                except Skipped as reason:
                    said = f"skipped: {reason}"
                except Exception as error:  # a client fails by errors of its own
                    # What the server said stands at the end, for most.
                    said = f"does not: {type(error).__name__}: ..." + str(error)[-240:]
                    said = said.replace("\n", " ")
                    good &= mode not in STREAMING
                seconds = time.monotonic() - start
                print(f"direct, {mode}: {name} ({seconds:.0f} s): {said}", flush=True)
    return good


def upload(lake, endpoint):
    """Puts the lake into the bucket `lake`: files that were only copied there have no ETag."""
    import boto3

    s3 = boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1",
                      aws_access_key_id=KEYS[0], aws_secret_access_key=KEYS[1])
    s3.create_bucket(Bucket="lake")
    for file in sorted(lake.directory.rglob("*")):
        if file.is_file():
            key = file.relative_to(lake.directory).as_posix()
            s3.put_object(Bucket="lake", Key=key, Body=file.read_bytes())


@contextlib.contextmanager
def upstream(directory):
    """An S3 server that verifies signatures; answers its endpoint."""
    (directory / "buckets").mkdir()
    port = free_port()
    class_path = directory / "classpath"
    subprocess.run(
        ["mvn", "-B", "-q", "-f", str(REPOSITORY / "pom.xml"), "dependency:build-classpath",
         "-Dmdep.includeScope=test", f"-Dmdep.outputFile={class_path}"], check=True)
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    with open(directory / "upstream.log", "wb") as log:
        server = subprocess.Popen(
            [java, "-Xmx256m", "-cp", class_path.read_text().strip(),
             str(Path(__file__).parent.parent / "upstream/S3Upstream.java"),
             str(port), str(directory / "buckets"), *KEYS],
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
    try:
        end = time.monotonic() + 60
        while not opens(port):
            if server.poll() is not None or time.monotonic() > end:
                raise SystemExit((directory / "upstream.log").read_text()[-2000:])
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@contextlib.contextmanager
def redirecting(war, lake, **more):
    """A proxy that redirects to an S3 server which holds a copy of the lake, with more settings."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        with upstream(directory) as endpoint:
            settings = {
                "getMode": "presignedUrl",
                "tableMapping": {name: f"s3://lake/{name}" for name in ("trades", "reference")},
                "allowedPartitions": {"trades": [{"MIC": ["XETR", "XLON"]}], "reference": [{}]},
                "stores": {"upstream": {
                    "endpoint": endpoint, "buckets": ["lake"],
                    "accessKeyId": KEYS[0], "secretAccessKey": KEYS[1],
                    "allowPrivateEndpoint": True}},
                **more,
            }
            (directory / "config.json").write_text(json.dumps(settings))
            upload(lake, endpoint)
            variables = {"PROXY_CONFIG": str(directory / "config.json")}
            log = REPOSITORY / "target/interop/redirecting.log"
            with OwnServer(war, directory, log, variables) as proxy:
                yield proxy
