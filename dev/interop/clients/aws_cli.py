"""The AWS command line, version 1, from PyPI."""

import json
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from .checks import Wrong, no_forbidden, same
from .lake import BUCKET

VERSION = version("awscli")


def read(proxy, lake):
    program = str(Path(sys.executable).with_name("aws"))

    def aws(*arguments, fails_with=None):
        ended = subprocess.run(
            [program, "--endpoint-url", proxy.endpoint, *arguments], env=proxy.environment(),
            capture_output=True, text=True, timeout=120, check=False)
        if fails_with is None and ended.returncode:
            raise Wrong(f"aws {' '.join(arguments)}: {ended.stderr.strip()}")
        if fails_with and (not ended.returncode or fails_with not in ended.stderr):
            raise Wrong(f"aws {' '.join(arguments)} was to fail with {fails_with}: {ended}")
        return ended.stdout

    directory = Path(tempfile.mkdtemp())
    try:
        lines = aws("s3", "ls", "--recursive", f"s3://{BUCKET}/trades/").splitlines()
        keys = [line.split(maxsplit=3)[3] for line in lines]
        no_forbidden("s3 ls", keys, lake)
        same("allowed files", sorted(set(keys) & set(lake.active_allowed)), lake.active_allowed)
        same("s3 ls of the bucket", aws("s3", "ls", f"s3://{BUCKET}").split(),
             ["PRE", "reference/", "PRE", "trades/"])
        yield f"s3 ls {len(keys)} keys"

        key, forbidden = lake.active_allowed[0], lake.active_forbidden[0]
        file = directory / "file"
        aws("s3", "cp", f"s3://{BUCKET}/{key}", str(file))
        same(f"content of {key}", file.read_bytes(), lake.content(key))
        # The command asks by HEAD first, whose answers have no body and so no code.
        aws("s3", "cp", f"s3://{BUCKET}/{forbidden}", str(file), fails_with="(403)")
        aws("s3", "cp", f"s3://{BUCKET}/trades/none", str(file), fails_with="(404)")
        yield "s3 cp"

        aws("s3", "sync", f"s3://{BUCKET}/reference", str(directory / "reference"))
        for key in lake.reference_keys:
            same(f"content of {key}", (directory / key).read_bytes(), lake.content(key))
        aws("s3", "sync", f"s3://{BUCKET}/trades", str(directory / "trades"))
        copied = {str(found.relative_to(directory)) for found in
                  (directory / "trades").rglob("*") if found.is_file()}
        no_forbidden("s3 sync", copied, lake)
        same("s3 sync", copied, set(keys))
        yield f"s3 sync {len(copied)} files"

        key = lake.active_allowed[0]
        head = json.loads(aws("s3api", "head-object", "--bucket", BUCKET, "--key", key))
        same("head-object", head["ContentLength"], len(lake.content(key)))
        aws("s3api", "get-object", "--bucket", BUCKET, "--key", key, "--range", "bytes=-4",
            str(file))
        same("get-object of a range", file.read_bytes(), b"PAR1")
        aws("s3api", "get-object", "--bucket", BUCKET, "--key", forbidden, str(file),
            fails_with="(AccessDenied)")
        aws("s3api", "get-bucket-location", "--bucket", BUCKET)
        aws("s3api", "head-bucket", "--bucket", BUCKET)
        for name in ("list-objects", "list-objects-v2"):
            listed = json.loads(aws("s3api", name, "--bucket", BUCKET, "--prefix", "trades/",
                                    "--page-size", "7"))
            same(name, [found["Key"] for found in listed["Contents"]], keys)
        yield "s3api"
    finally:
        shutil.rmtree(directory)
