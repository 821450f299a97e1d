"""The AWS SDK for JavaScript, version 3, on Node."""

import json
import shutil
import subprocess
from pathlib import Path

from .checks import Skipped, Wrong, no_forbidden, same

SOURCES = Path(__file__).parent.parent / "javascript"
VERSION = json.loads((SOURCES / "package.json").read_text())["dependencies"]["@aws-sdk/client-s3"]


def read(proxy, lake):
    key, forbidden = lake.active_allowed[0], lake.active_forbidden[0]
    answer = ask(proxy, key, forbidden)
    no_forbidden("the listing", answer["keys"], lake)
    same("allowed files", sorted(set(answer["keys"]) & set(lake.active_allowed)),
         lake.active_allowed)
    yield f"ListObjectsV2 by pages {len(answer['keys'])} keys"
    same(f"content of {key}", bytes.fromhex(answer["content"]), lake.content(key))
    same("range", bytes.fromhex(answer["range"]), lake.content(key)[-8:])
    same("forbidden file", answer["forbidden"], "403 AccessDenied")
    same("missing file", answer["missing"], "404 NoSuchKey")
    yield "GetObject, range, 403, 404"


def ask(proxy, key, forbidden):
    """Runs read.mjs and answers what it read."""
    if not shutil.which("npm"):
        raise Skipped("node and npm are not installed")
    work = Path(__file__).parents[3] / "target/interop/javascript"
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "read.mjs"):
        shutil.copy(SOURCES / name, work / name)
    if not (work / "node_modules/@aws-sdk").exists():
        installed = subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=work,
                                   capture_output=True, text=True, check=False)
        if installed.returncode:
            raise Skipped(f"npm install failed: {installed.stderr.strip()[-200:]}")
    ended = subprocess.run(
        ["node", "--no-warnings", "read.mjs", proxy.endpoint, key, forbidden], cwd=work, env=proxy.environment(),
        capture_output=True, text=True, timeout=120, check=False)
    if ended.returncode:
        raise Wrong(ended.stderr.strip())
    return json.loads(ended.stdout)
