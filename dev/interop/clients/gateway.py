"""boto3 and the AWS command line over the gateway, unchanged, with versions, locks and sync.

The gateway is that of deploy/gateway/local: SQLite, and three local directories for backends.
"""

import datetime
import filecmp
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

from .checks import same
from .proxy import OwnServer, Proxy

REPOSITORY = Path(__file__).parents[3]
SAMPLE = REPOSITORY / "deploy/gateway/local"
BUCKET = "any-name"
OWNER = ("AKIAGATEWAYOWNER", "gateway-owner-example-secret")
READER = ("AKIAGATEWAYREADER", "gateway-reader-example-secret")
BIG = 40 << 20


class Caller(Proxy):
    """The gateway as one user calls it."""

    def __init__(self, endpoint, keys):
        super().__init__(endpoint)
        self.access_key, self.secret_key = keys
        self.s3 = f"{self.endpoint}/s3"

    def client(self, **more):
        return boto3.client("s3", endpoint_url=self.s3, region_name=self.region,
                            aws_access_key_id=self.access_key,
                            aws_secret_access_key=self.secret_key, **more)

    def aws(self, *arguments, code=0):
        """Runs the AWS command line; answers what it printed."""
        command = [sys.executable, "-m", "awscli", "--endpoint-url", self.s3, *map(str, arguments)]
        done = subprocess.run(command, env=self.environment(), capture_output=True, text=True,
                              timeout=300)
        if done.returncode != code:
            raise AssertionError(f"{' '.join(command[4:])}: {done.stderr.strip()}")
        return done.stdout


def code_of(request, **arguments):
    """The error code of a request that must fail."""
    try:
        request(**arguments)
    except ClientError as error:
        return error.response["Error"]["Code"]
    raise AssertionError(f"{request} was not refused")


def boto(owner, reader, work):
    s3 = owner.client()
    s3.create_bucket(Bucket=BUCKET)
    same("versioning", s3.get_bucket_versioning(Bucket=BUCKET)["Status"], "Enabled")
    first = s3.put_object(Bucket=BUCKET, Key="a b/é+1", Body=b"one",
                          Metadata={"colour": "blue"}, Tagging="replica-count=3")["VersionId"]
    second = s3.put_object(Bucket=BUCKET, Key="a b/é+1", Body=b"two")["VersionId"]
    read = s3.get_object(Bucket=BUCKET, Key="a b/é+1", VersionId=first)
    same("an older version", read["Body"].read(), b"one")
    same("its metadata", read["Metadata"], {"colour": "blue"})
    same("a range", s3.get_object(Bucket=BUCKET, Key="a b/é+1", Range="bytes=1-")["Body"].read(),
         b"wo")
    same("If-None-Match", code_of(s3.put_object, Bucket=BUCKET, Key="a b/é+1", Body=b"x",
                                  IfNoneMatch="*"), "PreconditionFailed")
    yield "PUT, GET, versions, ranges, conditions"

    marker = s3.delete_object(Bucket=BUCKET, Key="a b/é+1")
    same("a marker", marker["DeleteMarker"], True)
    same("GET behind it", code_of(s3.get_object, Bucket=BUCKET, Key="a b/é+1"), "NoSuchKey")
    listed = s3.list_object_versions(Bucket=BUCKET, Prefix="a b/")
    same("versions", [one["VersionId"] for one in listed["Versions"]], [second, first])
    s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [
        {"Key": "a b/é+1", "VersionId": marker["VersionId"]}]})
    same("GET without it", s3.get_object(Bucket=BUCKET, Key="a b/é+1")["Body"].read(), b"two")
    yield "delete markers"

    big = work / "big"
    big.write_bytes(os.urandom(BIG))
    s3.upload_file(str(big), BUCKET, "big", Config=TransferConfig(multipart_threshold=8 << 20))
    s3.copy({"Bucket": BUCKET, "Key": "big"}, BUCKET, "big-copy",
            Config=TransferConfig(multipart_threshold=8 << 20))
    s3.download_file(BUCKET, "big-copy", str(work / "back"))
    same("a copy in parts", filecmp.cmp(big, work / "back", shallow=False), True)
    yield "multipart upload, copy and download of 40 MiB"

    for index in range(25):
        s3.put_object(Bucket=BUCKET, Key=f"public/{index:03}", Body=b"x")
    pages = s3.get_paginator("list_objects_v2").paginate(
        Bucket=BUCKET, Prefix="public/", PaginationConfig={"PageSize": 7})
    same("keys over pages", sum(len(page["Contents"]) for page in pages), 25)
    same("groups", [group["Prefix"] for group in s3.list_objects(
        Bucket=BUCKET, Delimiter="/")["CommonPrefixes"]], ["a b/", "public/"])
    yield "listings"

    guest = reader.client(config=Config(signature_version="s3v4"))
    same("what the reader sees", {one["Key"].split("/")[0] for one in guest.list_objects_v2(
        Bucket=BUCKET)["Contents"]}, {"public"})
    for refused in (
            lambda: guest.get_object(Bucket=BUCKET, Key="big"),
            lambda: guest.put_object(Bucket=BUCKET, Key="public/mine", Body=b"x"),
            lambda: guest.delete_object(Bucket=BUCKET, Key="public/000")):
        same("a refusal", code_of(refused), "AccessDenied")
    url = guest.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": "public/000"})
    with urllib.request.urlopen(url, timeout=20) as answer:
        same("a presigned read", answer.read(), b"x")
    yield "rights"


def command_line(owner, _, work):
    source = work / "tree"
    (source / "deep/er").mkdir(parents=True)
    for index in range(20):
        (source / f"deep/file {index}+é.txt").write_text(f"content {index}")
    (source / "deep/er/empty").write_bytes(b"")
    owner.aws("s3", "mb", "s3://another-name")
    same("buckets", owner.aws("s3", "ls").split()[-1], "2025-datatransfer")
    owner.aws("s3", "sync", source, f"s3://{BUCKET}/tree")
    same("a second sync copies nothing", owner.aws("s3", "sync", source, f"s3://{BUCKET}/tree"), "")
    (source / "deep/file 0+é.txt").unlink()
    owner.aws("s3", "sync", source, f"s3://{BUCKET}/tree", "--delete")
    owner.aws("s3", "sync", f"s3://{BUCKET}/tree", work / "back-tree")
    differences = filecmp.dircmp(source / "deep", work / "back-tree/deep")
    same("what came back", (differences.left_only, differences.right_only,
                            differences.diff_files), ([], [], []))
    yield "s3 mb, ls, sync both ways"

    owner.aws("s3", "cp", f"s3://{BUCKET}/tree/deep/er/empty", f"s3://{BUCKET}/tree/copy")
    owner.aws("s3", "mv", f"s3://{BUCKET}/tree/copy", f"s3://{BUCKET}/tree/moved")
    owner.aws("s3", "rm", "--recursive", f"s3://{BUCKET}/tree/")
    versions = json.loads(owner.aws("s3api", "list-object-versions", "--bucket", BUCKET,
                                    "--prefix", "tree/moved"))
    same("a version and a marker", (len(versions["Versions"]), len(versions["DeleteMarkers"])),
         (1, 1))
    owner.aws("s3api", "put-object-tagging", "--bucket", BUCKET, "--key", "tree/moved",
              "--version-id", versions["Versions"][0]["VersionId"],
              "--tagging", "TagSet=[{Key=a,Value=1}]")
    yield "s3 cp, mv, rm, s3api versions and tags"


def locks(owner, _, __):
    """Where each bucket has its name, and one of them locks its versions."""
    s3 = owner.client(config=Config(retries={"max_attempts": 1}))
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=2)
    version = s3.put_object(Bucket="locked", Key="kept", Body=b"x", ObjectLockMode="GOVERNANCE",
                            ObjectLockRetainUntilDate=until)["VersionId"]
    same("a locked version", code_of(s3.delete_object, Bucket="locked", Key="kept",
                                     VersionId=version), "AccessDenied")
    s3.put_object_legal_hold(Bucket="locked", Key="kept", LegalHold={"Status": "ON"})
    same("held", code_of(s3.delete_object, Bucket="locked", Key="kept", VersionId=version,
                         BypassGovernanceRetention=True), "AccessDenied")
    s3.put_object_legal_hold(Bucket="locked", Key="kept", LegalHold={"Status": "OFF"})
    s3.delete_object(Bucket="locked", Key="kept", VersionId=version,
                     BypassGovernanceRetention=True)
    s3.create_bucket(Bucket="finnish", CreateBucketConfiguration={"LocationConstraint": "fi-hel"})
    same("its place", s3.get_bucket_location(Bucket="finnish")["LocationConstraint"], "fi-hel")
    same("no such place", code_of(
        s3.create_bucket, Bucket="lost",
        CreateBucketConfiguration={"LocationConstraint": "us-nyc"}), "InvalidLocationConstraint")
    s3.delete_bucket(Bucket="finnish")
    yield "retention, legal holds, buckets by name"


def report(war):
    good = True
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory)
        for name, variables, checks in (
                ("fixed", {}, (boto, command_line)),
                ("mapped", {
                    "PROXY_GATEWAY__BUCKET_STRATEGY": "mapped",
                    "PROXY_GATEWAY__COUNTRIES": "[]",
                    "PROXY_GATEWAY__BUCKETS": '{"locked": {"objectLock": true}}'}, (locks,))):
            work = root / name
            shutil.copytree(SAMPLE, work, ignore=shutil.ignore_patterns("data", "gateway.*"))
            log = REPOSITORY / f"target/interop/gateway-{name}.log"
            log.parent.mkdir(parents=True, exist_ok=True)
            variables = {**variables, "PROXY_CONFIG": str(work / "config.json")}
            with OwnServer(war, work, log, variables) as proxy:
                owner, reader = Caller(proxy.endpoint, OWNER), Caller(proxy.endpoint, READER)
                if name == "mapped":
                    initialize(proxy.endpoint)
                good &= all([tried(check, owner, reader, work) for check in checks])
    return good


def initialize(endpoint):
    """Makes the buckets on all backends."""
    token = json.loads((SAMPLE / "config.json").read_text())["admin"]["tokens"]["operator"]
    request = urllib.request.Request(f"{endpoint}/initialize-bucket", method="POST",
                                     headers={"Authorization": f"Bearer {token}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        same("backends that have their buckets", json.load(answer)["success_count"], 3)


def tried(check, owner, reader, work):
    start, done = time.monotonic(), []
    try:
        for step in check(owner, reader, work):
            done.append(step)
        state, end = "ok", []
    except Exception as error:  # a client fails by errors of its own
        state, end = "FAILED", [f"{type(error).__name__}: {error}".replace("\n", " ")]
    print(f"{state:8}{check.__name__} ({time.monotonic() - start:.1f} s): "
          f"{'; '.join([*done, *end])}", flush=True)
    return state == "ok"
