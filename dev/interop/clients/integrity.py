"""Whether checksums and tags that clients send pass through the proxy, as they are."""

import asyncio
import contextlib
import os
import ssl
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

from .checks import Skipped, Wrong, refused, same
from .lake import BUCKET

ALGORITHMS = ("CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256")


@contextlib.contextmanager
def encrypted(user):
    """The proxy behind TLS, where clients put checksums behind bodies; and its certificate."""
    with tempfile.TemporaryDirectory() as name:
        key, certificate = Path(name, "key.pem"), Path(name, "certificate.pem")
        try:
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                 "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
                 "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
        except OSError as error:
            raise Skipped("openssl is not installed") from error
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key)
        loop = asyncio.new_event_loop()
        server = loop.run_until_complete(asyncio.start_server(
            lambda reader, writer: relay(reader, writer, user.port), "127.0.0.1", 0, ssl=context))
        port = server.sockets[0].getsockname()[1]
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        try:
            yield f"https://localhost:{port}", str(certificate)
        finally:
            asyncio.run_coroutine_threadsafe(ended(server), loop).result(10)
            loop.call_soon_threadsafe(loop.stop)
            thread.join(10)


async def ended(server):
    server.close()
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


async def relay(reader, writer, port):
    onward_reader, onward_writer = await asyncio.open_connection("127.0.0.1", port)

    async def pipe(source, target):
        with contextlib.suppress(OSError):
            while piece := await source.read(1 << 16):
                target.write(piece)
                await target.drain()
        with contextlib.suppress(OSError):
            target.close()

    await asyncio.gather(pipe(reader, onward_writer), pipe(onward_reader, writer))


def client_of(user, endpoint, certificate=None, **more):
    return boto3.client(
        "s3", endpoint_url=endpoint, region_name="us-east-1", verify=certificate,
        aws_access_key_id=user.access_key, aws_secret_access_key=user.secret_key,
        config=Config(retries={"max_attempts": 1}, **more))


def field(algorithm):
    return f"Checksum{algorithm}"


def put_and_look(client, stored, algorithm, where):
    """Stores an object with a checksum and compares what the store, and a read, say of it."""
    key, body = f"files/sums/{where}-{algorithm}.bin", os.urandom(300_000)
    client.put_object(Bucket=BUCKET, Key=key, Body=body, ChecksumAlgorithm=algorithm)
    kept = stored.get_object(Bucket="lake", Key=key, ChecksumMode="ENABLED")
    same(f"bytes with {algorithm} {where}", kept["Body"].read() == body, True)
    # boto3 compares the checksum with the bytes by itself.
    read = client.get_object(Bucket=BUCKET, Key=key, ChecksumMode="ENABLED")
    same("bytes read back", read["Body"].read() == body, True)
    same(f"{algorithm} read back", read.get(field(algorithm)), kept.get(field(algorithm)))
    return field(algorithm) in kept


def wrong_is_refused(client, stored, algorithm):
    key = f"files/sums/wrong-{algorithm}.bin"
    value = {"CRC32": "AAAAAA==", "CRC32C": "AAAAAA==", "CRC64NVME": "AAAAAAAAAAA=",
             "SHA1": "A" * 27 + "=", "SHA256": "A" * 43 + "="}[algorithm]
    refused(f"a wrong {algorithm}", lambda: client.put_object(
        Bucket=BUCKET, Key=key, Body=b"body", **{field(algorithm): value}), "BadDigest")
    refused("what was refused", lambda: stored.head_object(Bucket="lake", Key=key), "404")


def by_checksums(owner, alice, direct):
    from .writes import client_of as direct_client

    stored = direct_client(direct)
    kept = []
    with encrypted(owner) as (secure, certificate):
        ways = {"header": client_of(owner, owner.endpoint),
                "trailer": client_of(owner, secure, certificate)}
        for where, client in ways.items():
            for algorithm in ALGORITHMS:
                if put_and_look(client, stored, algorithm, where):
                    kept.append(algorithm)
                wrong_is_refused(client, stored, algorithm)
        hers = client_of(alice, secure, certificate)
        for algorithm in ALGORITHMS:
            refused("alice over the owner's", lambda algorithm=algorithm: hers.put_object(
                Bucket=BUCKET, Key=f"files/sums/trailer-{algorithm}.bin", Body=b"x",
                ChecksumAlgorithm=algorithm), "AccessDenied")
        said = "kept by the store" if kept else "which the store does not keep"
        yield f"boto3: {', '.join(ALGORITHMS)} in headers and trailers, {said}"
        with tempfile.NamedTemporaryFile() as file:
            file.write(os.urandom(20 << 20))
            file.flush()
            for where, client in ways.items():
                for algorithm in ALGORITHMS:
                    key = f"files/sums/parts-{where}-{algorithm}.bin"
                    client.upload_file(
                        file.name, BUCKET, key, ExtraArgs={"ChecksumAlgorithm": algorithm},
                        Config=TransferConfig(multipart_chunksize=8 << 20))
                    body = stored.get_object(Bucket="lake", Key=key)["Body"].read()
                    same(f"parts with {algorithm}", body == Path(file.name).read_bytes(), True)
            yield "boto3: parts with each"
            program = str(Path(sys.executable).with_name("aws"))
            for endpoint in (owner.endpoint, secure):
                for algorithm in ALGORITHMS:
                    ended = subprocess.run(
                        [program, "--endpoint-url", endpoint, "s3", "cp", file.name,
                         f"s3://{BUCKET}/files/sums/cli.bin", "--checksum-algorithm", algorithm],
                        env=owner.environment() | {"AWS_CA_BUNDLE": certificate},
                        capture_output=True, text=True, timeout=120, check=False)
                    if ended.returncode:
                        raise Wrong(f"aws s3 cp with {algorithm}: {ended.stderr.strip()}")
            yield "aws s3 cp with each, plain and over TLS"


def tags_of(client, bucket, key):
    answer = client.get_object_tagging(Bucket=bucket, Key=key)
    return {tag["Key"]: tag["Value"] for tag in answer["TagSet"]}


def by_tags(owner, alice, direct):
    from .writes import client_of as direct_client

    mine, hers = client_of(owner, owner.endpoint), client_of(alice, alice.endpoint)
    stored = direct_client(direct)
    key, copy = "files/tagged.bin", "files/copy of tagged.bin"

    def tag(client, at, **tags):
        client.put_object_tagging(Bucket=BUCKET, Key=at, Tagging={
            "TagSet": [{"Key": name, "Value": value} for name, value in tags.items()]})

    mine.put_object(Bucket=BUCKET, Key=key, Body=b"tagged")
    try:
        tag(mine, key, color="red")
    except ClientError as error:
        same("where the store has no tags", error.response["Error"]["Code"], "NotImplemented")
        raise Skipped("the store has no tags: NotImplemented") from error
    same("tags", tags_of(stored, "lake", key), {"color": "red"})
    same("tags read back", tags_of(mine, BUCKET, key), {"color": "red"})
    tag(mine, key, **{"a b": "c+d/é=", "x": ""})
    same("replaced tags", tags_of(stored, "lake", key), {"a b": "c+d/é=", "x": ""})
    mine.delete_object_tagging(Bucket=BUCKET, Key=key)
    same("deleted tags", tags_of(stored, "lake", key), {})
    mine.put_object(Bucket=BUCKET, Key=key, Body=b"tagged", Tagging="color=green&a%20b=c%2Bd")
    expected = {"color": "green", "a b": "c+d"}
    same("x-amz-tagging", tags_of(stored, "lake", key), expected)
    yield "put, get, delete, x-amz-tagging"
    mine.copy_object(Bucket=BUCKET, Key=copy, CopySource=f"{BUCKET}/{key}")
    same("tags of a copy", tags_of(mine, BUCKET, copy), expected)
    mine.copy_object(Bucket=BUCKET, Key=copy, CopySource=f"{BUCKET}/{key}",
                     MetadataDirective="REPLACE", TaggingDirective="REPLACE", Tagging="k=v")
    same("replaced tags of a copy", tags_of(stored, "lake", copy), {"k": "v"})
    started = mine.create_multipart_upload(Bucket=BUCKET, Key=copy, Tagging="of=parts")
    part = mine.upload_part(Bucket=BUCKET, Key=copy, UploadId=started["UploadId"], PartNumber=1,
                            Body=b"part")
    mine.complete_multipart_upload(
        Bucket=BUCKET, Key=copy, UploadId=started["UploadId"],
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]})
    same("tags of an upload", tags_of(stored, "lake", copy), {"of": "parts"})
    yield "copies and uploads"
    refused("eleven tags", lambda: tag(mine, key, **{f"k{n}": "v" for n in range(11)}),
            "BadRequest", "InvalidTag")
    for attempt in (lambda: tag(hers, key, mine="now"),
                    lambda: hers.delete_object_tagging(Bucket=BUCKET, Key=key)):
        refused("alice's change of tags", attempt, "AccessDenied")
    refused("alice's look at tags", lambda: tags_of(hers, BUCKET, key), "NoSuchKey", "404")
    same("after what was refused", tags_of(stored, "lake", key), expected)
    yield "refused to alice"


def by_conditions(owner, alice, direct):
    """What a store passes over is not passed over here."""
    mine = client_of(owner, owner.endpoint)
    source, key = "files/source.bin", "files/conditional.bin"
    first = mine.put_object(Bucket=BUCKET, Key=source, Body=b"source", IfNoneMatch="*")["ETag"]
    old = mine.put_object(Bucket=BUCKET, Key=key, Body=b"old")["ETag"]
    wrong = '"0123456789abcdef0123456789abcdef"'
    copy = {"Bucket": BUCKET, "Key": key, "CopySource": f"{BUCKET}/{source}"}
    for what, attempt in {
        "put over": lambda: mine.put_object(Bucket=BUCKET, Key=key, Body=b"x", IfNoneMatch="*"),
        "put over another": lambda: mine.put_object(Bucket=BUCKET, Key=key, Body=b"x",
                                                    IfMatch=wrong),
        "copy over": lambda: mine.copy_object(**copy, IfNoneMatch="*"),
        "copy over another": lambda: mine.copy_object(**copy, IfMatch=wrong),
        "delete another": lambda: mine.delete_object(Bucket=BUCKET, Key=key, IfMatch=wrong),
    }.items():
        refused(what, attempt, "PreconditionFailed", "NotImplemented")
        same(f"after {what}", mine.head_object(Bucket=BUCKET, Key=key)["ETag"], old)
    mine.copy_object(**copy, IfMatch=old)
    same("after the copy", mine.head_object(Bucket=BUCKET, Key=key)["ETag"], first)
    yield "put, copy and delete"
    try:
        mine.delete_object(Bucket=BUCKET, Key=key, IfMatch=first)
        refused("what was deleted", lambda: mine.head_object(Bucket=BUCKET, Key=key), "404")
        yield "deleted by its tag"
    except ClientError as error:
        same("deletion by a tag", error.response["Error"]["Code"], "NotImplemented")
        yield "deletions by a tag are NotImplemented with this store"
