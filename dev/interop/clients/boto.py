"""boto3: the AWS SDK for Python."""

import contextlib
import socket
import urllib.error
import urllib.request

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from .checks import Wrong, no_forbidden, same
from .lake import BUCKET

VERSION = boto3.__version__


def client(proxy, style="path", **more):
    return boto3.client(
        "s3", endpoint_url=more.pop("endpoint", proxy.endpoint),
        aws_access_key_id=proxy.access_key, aws_secret_access_key=proxy.secret_key,
        region_name=proxy.region,
        config=Config(s3={"addressing_style": style}, retries={"max_attempts": 1},
                      **more))


def fails(what, status, code, call):
    try:
        call()
    except ClientError as error:
        answer = error.response
        got = (answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"])
        same(what, got, (status, code))
        return
    raise Wrong(f"{what} was not refused")


def read(proxy, lake):
    s3 = client(proxy)
    same("buckets", [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]], [BUCKET])
    same("region", s3.head_bucket(Bucket=BUCKET)["BucketRegion"], proxy.region)
    s3.get_bucket_location(Bucket=BUCKET)
    fails("another bucket", 404, "404", lambda: s3.head_bucket(Bucket="other"))
    yield "buckets"

    yield from lists(s3, lake)
    yield from objects(s3, lake)
    yield from refusals(s3, lake)
    yield from others(proxy, s3, lake)


def lists(s3, lake):
    every = None
    for name in ("list_objects", "list_objects_v2"):
        for size in (1, 3, 1000):
            pages = s3.get_paginator(name).paginate(
                Bucket=BUCKET, Prefix="trades/", PaginationConfig={"PageSize": size})
            keys = [found["Key"] for page in pages for found in page.get("Contents", [])]
            no_forbidden(name, keys, lake)
            same(f"order of {name}", keys, sorted(keys))
            same(f"doubles of {name}", len(keys), len(set(keys)))
            every = every or keys
            same(f"{name} by pages of {size}", keys, every)
        pages = s3.get_paginator(name).paginate(
            Bucket=BUCKET, Prefix="trades/", Delimiter="/", PaginationConfig={"PageSize": 2})
        folders = [found["Prefix"] for page in pages for found in page.get("CommonPrefixes", [])]
        expected = sorted({"/".join(key.split("/")[:2]) + "/" for key in every})
        same(f"folders of {name}", folders, expected)
    same("the log", [key for key in every if "_delta_log" in key], lake.log_keys)
    same("active files", sorted(set(every) & set(lake.active_allowed)), lake.active_allowed)
    after = s3.list_objects_v2(Bucket=BUCKET, Prefix="trades/", StartAfter=every[4])
    same("start-after", [found["Key"] for found in after["Contents"]], every[5:])
    yield f"lists V1 and V2 by pages, {len(every)} keys"


def objects(s3, lake):
    listed = {found["Key"]: found for found in
              s3.list_objects_v2(Bucket=BUCKET, Prefix="trades/")["Contents"]}
    for key in [*lake.active_allowed, *lake.log_keys]:
        content = lake.content(key)
        head = s3.head_object(Bucket=BUCKET, Key=key, ChecksumMode="ENABLED")
        got = s3.get_object(Bucket=BUCKET, Key=key, ChecksumMode="ENABLED")
        same(f"content of {key}", got["Body"].read(), content)
        for answer, name in ((head, "HEAD"), (got, "GET")):
            same(f"{name} length", answer["ContentLength"], len(content))
            same(f"{name} and LIST ETag", answer["ETag"], listed[key]["ETag"])
            same(f"{name} and LIST date", answer["LastModified"],
                 listed[key]["LastModified"].replace(microsecond=0))
        same("LIST size", listed[key]["Size"], len(content))
    key = lake.active_allowed[0]
    content, etag = lake.content(key), listed[key]["ETag"]
    for sent, expected in (("bytes=0-0", content[:1]), ("bytes=10-19", content[10:20]),
                           ("bytes=100-", content[100:]), ("bytes=-8", content[-8:]),
                           (f"bytes=5-{len(content) + 50}", content[5:])):
        got = s3.get_object(Bucket=BUCKET, Key=key, Range=sent, IfMatch=etag)
        same(f"status of {sent}", got["ResponseMetadata"]["HTTPStatusCode"], 206)
        same(sent, got["Body"].read(), expected)
    fails("range behind the end", 416, "InvalidRange",
          lambda: s3.get_object(Bucket=BUCKET, Key=key, Range=f"bytes={len(content)}-"))
    fails("If-None-Match", 304, "304",
          lambda: s3.get_object(Bucket=BUCKET, Key=key, IfNoneMatch=etag))
    fails("If-Match", 412, "PreconditionFailed",
          lambda: s3.get_object(Bucket=BUCKET, Key=key, IfMatch='"other"'))
    fails("If-Modified-Since", 304, "304",
          lambda: s3.get_object(Bucket=BUCKET, Key=key,
                                IfModifiedSince=listed[key]["LastModified"]))
    yield f"GET and HEAD of {len(listed)} objects, ranges, conditions"


def refusals(s3, lake):
    for key in sorted(lake.forbidden_keys):
        fails(f"GET {key}", 403, "AccessDenied", lambda: s3.get_object(Bucket=BUCKET, Key=key))
        fails(f"HEAD {key}", 403, "403", lambda: s3.head_object(Bucket=BUCKET, Key=key))
        fails(f"range of {key}", 403, "AccessDenied",
              lambda: s3.get_object(Bucket=BUCKET, Key=key, Range="bytes=0-3"))
    for key in ("trades/none.parquet", "trades/_delta_log/00000000000000000099.json"):
        fails(f"GET {key}", 404, "NoSuchKey", lambda: s3.get_object(Bucket=BUCKET, Key=key))
        fails(f"HEAD {key}", 404, "404", lambda: s3.head_object(Bucket=BUCKET, Key=key))
    key = lake.active_allowed[0]
    fails("PUT", 403, "AccessDenied", lambda: s3.put_object(Bucket=BUCKET, Key=key, Body=b"x"))
    fails("DELETE", 403, "AccessDenied", lambda: s3.delete_object(Bucket=BUCKET, Key=key))
    fails("POST ?delete", 403, "AccessDenied",
          lambda: s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key}]}))
    yield f"{len(lake.forbidden_keys)} files 403, missing 404, writes 403"


def others(proxy, s3, lake):
    key = lake.active_allowed[0]
    signing = client(proxy, signature_version="s3v4")
    for given, status in ((key, 200), (lake.active_forbidden[0], 403)):
        url = signing.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": given}, 60)
        same(f"presigned {given}", fetched(url)[0], status)
    url = signing.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": key}, 60)
    same("presigned content", fetched(url)[1], lake.content(key))
    # What boto3 makes when nothing is said: Signature Version 2.
    url = s3.generate_presigned_url("get_object", {"Bucket": BUCKET, "Key": key}, 60)
    status, body = fetched(url)
    same("presigned by Version 2", (status, b"AWS4-HMAC-SHA256" in body), (400, True))
    yield "presigned URL by plain HTTP"

    with loopback_names():
        by_host = client(proxy, "virtual")
        got = by_host.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        same("content by virtual host", got, lake.content(key))
        answer = by_host.list_objects_v2(Bucket=BUCKET, Prefix="trades/", MaxKeys=2)
        same("list by virtual host", answer["KeyCount"], 2)
        fails("forbidden by virtual host", 403, "AccessDenied",
              lambda: by_host.get_object(Bucket=BUCKET, Key=lake.active_forbidden[0]))
    yield "virtual-host style"


@contextlib.contextmanager
def loopback_names():
    """Resolves names below .localhost to this machine, which not every system does (RFC 6761)."""
    resolve = socket.getaddrinfo

    def resolved(host, *rest, **more):
        name = host.decode() if isinstance(host, bytes) else host
        local = name is not None and name.endswith(".localhost")
        return resolve("localhost" if local else host, *rest, **more)

    socket.getaddrinfo = resolved
    try:
        yield
    finally:
        socket.getaddrinfo = resolve


def fetched(url):
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
