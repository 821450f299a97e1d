"""curl, signing by itself."""

import re
import shutil
import subprocess

from .checks import Skipped, Wrong, no_forbidden, same
from .lake import BUCKET


def version():
    if not shutil.which("curl"):
        return "not installed"
    return subprocess.run(["curl", "--version"], capture_output=True, text=True,
                          check=True).stdout.split()[1]


VERSION = version()


def read(proxy, lake):
    if not shutil.which("curl"):
        raise Skipped("curl is not installed")

    def curl(path, *options):
        """Answers status and body."""
        command = ["curl", "-sS", "-w", "\n%{http_code}", "--aws-sigv4",
                   f"aws:amz:{proxy.region}:s3", "--user",
                   f"{proxy.access_key}:{proxy.secret_key}", *options, proxy.endpoint + path]
        ended = subprocess.run(command, capture_output=True, timeout=60, check=False)
        if ended.returncode:
            raise Wrong(f"curl {path}: {ended.stderr.decode()}")
        body, _, status = ended.stdout.rpartition(b"\n")
        return int(status), body

    key, forbidden = lake.active_allowed[0], lake.active_forbidden[0]
    content = lake.content(key)
    same("GET", curl(f"/{BUCKET}/{key}"), (200, content))
    same("range", curl(f"/{BUCKET}/{key}", "-r", "4-99"), (206, content[4:100]))
    status, body = curl(f"/{BUCKET}/{forbidden}")
    same("forbidden file", (status, b"<Code>AccessDenied</Code>" in body), (403, True))
    status, body = curl(f"/{BUCKET}/trades/none")
    same("missing file", (status, b"<Code>NoSuchKey</Code>" in body), (404, True))
    yield "GET, range, 403, 404"

    status, body = curl(f"/{BUCKET}?list-type=2&prefix=trades%2F")
    keys = re.findall(r"<Key>([^<]*)</Key>", body.decode())
    same("status of the listing", status, 200)
    no_forbidden("the listing", keys, lake)
    same("allowed files", sorted(set(keys) & set(lake.active_allowed)), lake.active_allowed)
    yield f"listing {len(keys)} keys"
