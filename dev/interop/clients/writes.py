"""Whether real writers write through the proxy, and only where they may.

A table's owner may do everything; alice may read and write one partition. Both write through the
proxy to an S3 server; what they wrote is read from that server directly.
"""

import base64
import contextlib
import filecmp
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import boto3
from boto3.s3.transfer import TransferConfig

from .checks import Skipped, refused, same, same_rows
from .lake import BUCKET
from .proxy import OwnServer, Proxy, free_port, opens
from .integrity import by_checksums, by_conditions, by_tags
from .redirects import KEYS, upstream

REPOSITORY = Path(__file__).parents[3]
OWNER = ("AKIAOWNEREXAMPLE0000", "owner-example-secret-of-the-table")
ALICE = ("AKIAALICEEXAMPLE0000", "alice-example-secret-of-a-partition")
TABLES = ("rust", "spark", "files", "big")
BIG = 1 << 30


class User(Proxy):
    """The proxy as one user calls it."""

    def __init__(self, endpoint, keys):
        super().__init__(endpoint)
        self.access_key, self.secret_key = keys


@contextlib.contextmanager
def writable(war, endpoint, directory):
    """A proxy that lets the owner and alice write."""
    def user(keys, privileges, rule):
        return {"accessKeys": [{"accessKeyId": keys[0], "secretAccessKey": keys[1]}],
                "grants": [{"tables": "*", "privileges": privileges, "rules": [rule]}]}

    settings = {
        "readOnly": False, "getMode": "proxy",
        "databaseEnabled": True, "database": {
            "uri": f"sqlite:{directory / 'proxy.db'}",
            "secretKey": base64.b64encode(os.urandom(32)).decode()},
        "tableMapping": {name: f"s3://lake/{name}" for name in TABLES},
        "users": {"owner": user(OWNER, ["read", "write", "alter", "maintain"], {}),
                  "alice": user(ALICE, ["read", "write"], {"MIC": "XLON"})},
        "stores": {"upstream": {
            "endpoint": endpoint, "buckets": ["lake"], "accessKeyId": KEYS[0],
            "secretAccessKey": KEYS[1], "allowPrivateEndpoint": True}},
    }
    (directory / "config.json").write_text(json.dumps(settings))
    log = REPOSITORY / "target/interop/writes.log"
    with OwnServer(war, directory, log, {"PROXY_CONFIG": str(directory / "config.json")}) as proxy:
        yield proxy.endpoint


@contextlib.contextmanager
def moto(directory):
    """Another S3 server, which has tags, conditions and checksums; answers its endpoint."""
    port = free_port()
    with open(directory / "moto.log", "wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
    try:
        end = time.monotonic() + 60
        while not opens(port):
            if server.poll() is not None or time.monotonic() > end:
                raise SystemExit((directory / "moto.log").read_text()[-2000:])
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def client_of(endpoint, keys=KEYS):
    return boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1",
                        aws_access_key_id=keys[0], aws_secret_access_key=keys[1])


def upstream_options(endpoint):
    return {"AWS_ENDPOINT_URL": endpoint, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": KEYS[0], "AWS_SECRET_ACCESS_KEY": KEYS[1]}


def rows_of(location, options):
    from deltalake import DeltaTable

    from .lake import query

    table = DeltaTable(location, storage_options=options)
    frame = query(table, "SELECT id, MIC, quantity FROM t").to_pylist()
    return sorted((row["id"], row["MIC"], row["quantity"]) for row in frame), table.version()


def by_delta_rs(owner, alice, direct):
    import pyarrow as pa
    from deltalake import DeltaTable, write_deltalake

    location = f"s3://{BUCKET}/rust"
    # delta-rs asks to be told that the store keeps conditions.
    mine = owner.options() | {"conditional_put": "etag"}
    hers = alice.options() | {"conditional_put": "etag"}

    def rows(first, last, market):
        ids = list(range(first, last))
        return pa.table({"id": ids, "MIC": [market] * len(ids), "quantity": [1] * len(ids)})

    expected = {}
    def expect(first, last, market):
        expected.update({i: (i, market, 1) for i in range(first, last)})

    def check(what):
        found, version = rows_of("s3://lake/rust", upstream_options(direct))
        same_rows(what, found, list(expected.values()))
        return version

    write_deltalake(location, rows(0, 100, "XPAR"), partition_by=["MIC"], storage_options=mine)
    expect(0, 100, "XPAR")
    write_deltalake(location, rows(100, 200, "XLON"), mode="append", storage_options=mine)
    expect(100, 200, "XLON")
    check("created by the owner")
    for start in range(200, 260, 10):
        write_deltalake(location, rows(start, start + 10, "XLON"), mode="append",
                        storage_options=hers)
        expect(start, start + 10, "XLON")
    check("appended by alice")
    yield "create, append"
    refused("alice in XPAR", lambda: write_deltalake(
        location, rows(900, 910, "XPAR"), mode="append", storage_options=hers),
        "403", "AccessDenied", "Forbidden")
    refused("alice in both", lambda: write_deltalake(
        location, pa.concat_tables([rows(910, 920, "XLON"), rows(920, 930, "XPAR")]),
        mode="append", storage_options=hers), "403", "AccessDenied", "Forbidden")
    refused("alice overwriting", lambda: write_deltalake(
        location, rows(930, 940, "XLON"), mode="overwrite", storage_options=hers),
        "403", "AccessDenied", "Forbidden")
    check("after what was refused")
    yield "refused in another partition"
    table = DeltaTable(location, storage_options=hers)
    (table.merge(rows(250, 270, "XLON"), "t.MIC = 'XLON' AND t.id = s.id",
                 source_alias="s", target_alias="t")
     .when_matched_update({"quantity": "s.quantity + 1"}).when_not_matched_insert_all().execute())
    expected.update({i: (i, "XLON", 2) for i in range(250, 260)})
    expect(260, 270, "XLON")
    check("merged by alice")
    yield "merge"
    table = DeltaTable(location, storage_options=hers)
    done = table.optimize.compact(partition_filters=[("MIC", "=", "XLON")])
    check("compacted by alice")
    table = DeltaTable(location, storage_options=mine)
    table.delete("id < 10")
    for i in range(10):
        del expected[i]
    table.optimize.z_order(["id"])
    check("deleted and ordered by the owner")
    table = DeltaTable(location, storage_options=mine)
    table.create_checkpoint()
    gone = table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)
    version = check("after the vacuum of the owner")
    yield (f"optimize ({done['numFilesRemoved']} files into {done['numFilesAdded']}), delete,"
           f" checkpoint, vacuum of {len(gone)} files, version {version}")


def by_boto3(owner, alice, direct):
    mine, hers = client_of(owner.endpoint, OWNER), client_of(alice.endpoint, ALICE)
    stored = client_of(direct)
    with tempfile.NamedTemporaryFile() as file:
        digest = hashlib.sha256()
        block = os.urandom(1 << 20)
        for number in range(BIG >> 20):
            piece = number.to_bytes(8, "big") + block[8:]
            file.write(piece)
            digest.update(piece)
        file.flush()
        start = time.monotonic()
        mine.upload_file(file.name, BUCKET, "big/one.bin",
                         Config=TransferConfig(multipart_chunksize=16 << 20))
        seconds = time.monotonic() - start
    found = hashlib.sha256()
    for piece in stored.get_object(Bucket="lake", Key="big/one.bin")["Body"].iter_chunks(1 << 20):
        found.update(piece)
    same("the bytes of 1 GiB", found.hexdigest(), digest.hexdigest())
    yield f"upload_file of 1 GiB in {seconds:.0f} s"
    same("read back", mine.head_object(Bucket=BUCKET, Key="big/one.bin")["ContentLength"], BIG)
    refused("alice reading it", lambda: hers.head_object(Bucket=BUCKET, Key="big/one.bin"), "404")
    refused("alice overwriting it", lambda: hers.put_object(
        Bucket=BUCKET, Key="big/one.bin", Body=b"x"), "AccessDenied", "403")
    answer = mine.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": "big/one.bin"}]})
    same("deleted", [each["Key"] for each in answer["Deleted"]], ["big/one.bin"])
    refused("what was deleted", lambda: stored.head_object(Bucket="lake", Key="big/one.bin"),
            "404")
    yield "delete_objects"


def by_aws_cli(owner, alice, direct):
    program = str(Path(sys.executable).with_name("aws"))

    def aws(user, *arguments):
        ended = subprocess.run([program, "--endpoint-url", user.endpoint, *arguments],
                               env=user.environment(), capture_output=True, text=True,
                               timeout=300, check=False)
        if ended.returncode:
            raise RuntimeError(ended.stderr.strip())
        return ended.stdout

    with tempfile.TemporaryDirectory() as name:
        source, copy = Path(name, "source"), Path(name, "copy")
        (source / "deep er").mkdir(parents=True)
        for number in range(20):
            (source / "deep er" / f"file {number}+ä.bin").write_bytes(os.urandom(number * 1000))
        (source / "large.bin").write_bytes(os.urandom(20 << 20))
        aws(owner, "s3", "sync", str(source), f"s3://{BUCKET}/files/dir")
        aws(owner, "s3", "sync", f"s3://{BUCKET}/files/dir", str(copy))
        names = [path.relative_to(source).as_posix() for path in source.rglob("*")
                 if path.is_file()]
        _, differing, missing = filecmp.cmpfiles(source, copy, names, shallow=False)
        same("files that differ", (differing, missing), ([], []))
        yield f"sync of {len(names)} files there and back"
        same("what alice sees", aws(alice, "s3api", "list-objects-v2", "--bucket", BUCKET,
                                    "--prefix", "files/", "--query", "length(Contents || `[]`)")
             .strip(), "0")
        aws(owner, "s3", "cp", f"s3://{BUCKET}/files/dir/large.bin",
            f"s3://{BUCKET}/files/copy.bin")
        aws(owner, "s3", "rm", "--recursive", f"s3://{BUCKET}/files/")
        same("what is left", aws(owner, "s3api", "list-objects-v2", "--bucket", BUCKET,
                                 "--prefix", "files/", "--query", "length(Contents || `[]`)")
             .strip(), "0")
        yield "cp, rm"


def by_spark(owner, alice, direct):
    from .spark import run

    stored = client_of(direct)

    def keys():
        pages = stored.get_paginator("list_objects_v2").paginate(Bucket="lake", Prefix="spark/")
        return {each["Key"] for page in pages for each in page.get("Contents", [])}

    rows = {i: (i, "XPAR", 1) for i in range(100)}
    rows |= {i: (i, "XLON", 5 if i >= 205 else 1) for i in range(100, 210)}
    rows |= {i: (i, "XLON", 1) for i in range(210, 215)}
    rows |= {i: (i, "XPAR", 7) for i in range(5)}
    del rows[50]
    run("WriteThroughProxy", [owner.endpoint, "owner"], owner.environment())
    found, version = rows_of("s3://lake/spark", upstream_options(direct))
    same_rows("what the owner wrote", found, list(rows.values()))
    yield ("create, append, MERGE, UPDATE, DELETE with vectors, ALTER TABLE, OPTIMIZE, VACUUM:"
           f" {len(found)} rows, version {version}")
    before = keys()
    lines = run("WriteThroughProxy", [alice.endpoint, "guest"], alice.environment())
    # Spark prints lines of its own.
    said = dict(line for line in lines if len(line) == 2)
    rows |= {i: (i, "XLON", 9 if i == 300 else 1) for i in range(300, 360)}
    found, version = rows_of("s3://lake/spark", upstream_options(direct))
    same_rows("what alice wrote", found, list(rows.values()))
    for what in ("foreign", "both", "alter", "update"):
        same(f"alice's {what}", said[what], "refused")
    same("files that alice's vacuum deleted", before - keys(), set())
    yield f"alice: append and UPDATE of her partition, refused elsewhere, version {version}"


WRITERS = {
    "delta-rs": by_delta_rs,
    "boto3": by_boto3,
    "aws-cli": by_aws_cli,
    "checksums": by_checksums,
    "conditions": by_conditions,
    "tags": by_tags,
    "spark": by_spark,
}


def report(war, names, server=upstream):
    """Prints a line for each writer; answers whether all wrote as they should."""
    good = True
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        with contextlib.ExitStack() as servers:
            direct = servers.enter_context(server(directory))
            client_of(direct).create_bucket(Bucket="lake")
            endpoint = servers.enter_context(writable(war, direct, directory))
            for writer in [each for each in names if each in WRITERS]:
                start, said, state, end = time.monotonic(), [], "ok", ""
                try:
                    for step in WRITERS[writer](
                            User(endpoint, OWNER), User(endpoint, ALICE), direct):
                        said.append(step)
                except Skipped as reason:
                    state, end = "skipped", str(reason)
                except Exception as error:  # a client fails by errors of its own
                    state, end = "FAILED", f"{type(error).__name__}: {error}".replace("\n", " ")
                    good = False
                seconds = time.monotonic() - start
                print(f"{state:8}{writer} ({seconds:.0f} s): {'; '.join([*said, end][:9])}",
                      flush=True)
    return good
