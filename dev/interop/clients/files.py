"""curl, requests, the signing of botocore, and a tus client over the files API.

The files lie in a directory; the database is a file of SQLite.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import requests
from botocore.auth import S3SigV4QueryAuth, SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from .checks import Skipped, same
from .proxy import OwnServer

REPOSITORY = Path(__file__).parents[3]
JAVASCRIPT = Path(__file__).parent.parent / "javascript"
TOKEN = "a-token-for-alice-of-32-characters"
OTHER = "a-token-for-bob-who-has-32-of-them"
KEY, SECRET = "AKIDFILESINTEROP01", "a-secret-that-signs-for-alice"
CONFIGURATION = {
    "databaseEnabled": True,
    "database": {"uri": "sqlite:files.db", "secretKeyFile": "files.key"},
    "localDirectories": ["objects"],
    "users": {"alice": {"accessKeys": [{"accessKeyId": KEY, "secretAccessKey": SECRET}]}},
    "files": {
        "buckets": {"incoming": "file:objects"},
        "tokens": {"alice": TOKEN, "bob": OTHER},
        "access": [{"user": "alice", "privileges": ["read", "write"]}],
    },
}
UPLOADED = {"detail": "File uploaded successfully", "message": "File uploaded successfully",
            "status_code": 200}


class Files:
    """The API as alice calls it."""

    def __init__(self, endpoint, work):
        self.endpoint = endpoint
        self.url = f"{endpoint}/files"
        self.work = work
        self.headers = {"Authorization": f"Bearer {TOKEN}"}

    def file(self, name, size):
        path = self.work / name
        path.write_bytes(os.urandom(size))
        return path

    def stored(self, name):
        return (self.work / "objects" / name).read_bytes()

    def finished(self, job):
        for _ in range(300):
            answer = requests.get(f"{self.endpoint}{job}", headers=self.headers, timeout=10).json()
            if answer["state"] in ("done", "failed", "cancelled"):
                return answer
            time.sleep(0.1)
        raise AssertionError(f"{job} does not end")


def curl(files):
    if not shutil.which("curl"):
        raise Skipped("curl is not installed")

    def run(*arguments, code=0):
        done = subprocess.run(["curl", "-sS", *arguments], capture_output=True, text=True, timeout=120)
        same("exit code of curl", done.returncode, code)
        return done.stdout

    token = ("-H", f"Authorization: Bearer {TOKEN}")
    for size in (5, 30 << 20):
        path = files.file(f"curl-{size}", size)
        form = ("--form", "bucket_name=incoming", "--form", f'object_name="curl/é {size}"',
                "--form", f"file_request=@{path}")
        same("answer", json.loads(run(*token, f"{files.url}/", *form)), UPLOADED)
        same("file", files.stored(f"curl/é {size}"), path.read_bytes())
    yield "forms of 5 B and 30 MiB"

    reverse = run(*token, files.url, "--form", f"file_request=@{path}", "--form",
                  "object_name=curl/reverse", "--form", "bucket_name=incoming")
    same("answer", json.loads(reverse), UPLOADED)
    same("file", files.stored("curl/reverse"), path.read_bytes())
    yield "the file before its name"

    query = ("-G", "--data-urlencode", "bucket_name=incoming",
             "--data-urlencode", f"object_name=curl/é {30 << 20}")
    target = files.work / "back"
    run(*token, files.url, *query, "-o", str(target))
    same("download", target.read_bytes(), path.read_bytes())
    target.write_bytes(path.read_bytes()[:1000])
    run(*token, files.url, *query, "-C", "-", "-o", str(target))
    same("resumed download", target.read_bytes(), path.read_bytes())
    named = run(*token, files.url, *query, "-OJ", "--output-dir", str(files.work), "-w",
                "%{filename_effective}")
    same("size under the name of Content-Disposition", (files.work / named).stat().st_size, 30 << 20)
    same("head", "X-File-Size: 31457280" in run(*token, "-I", files.url, *query), True)
    yield "download, -C -, -OJ, -I"

    status = ("-o", os.devnull, "-w", "%{http_code}")
    same("nobody", run(files.url, *query, *status), "401")
    same("somebody else", run("-H", f"Authorization: Bearer {OTHER}", files.url, *query, *status),
         "403")
    same("an early denial of 30 MiB",
         run("-H", f"Authorization: Bearer {OTHER}", files.url, *form, *status), "403")
    yield "401, 403, denial of a large body"

    begun = run(*token, f"{files.url}?async=true", *form, "-D", "-", "-o", os.devnull)
    job = next(line.split(": ")[1] for line in begun.splitlines() if line.startswith("Location"))
    same("state", files.finished(job.strip())["state"], "done")
    yield "async=true"


def python_requests(files):
    path = files.file("requests", 12 << 20)
    names = {"bucket_name": "incoming", "object_name": "requests/a b+c%2F\u20ac.bin"}
    md5 = base64.b64encode(hashlib.md5(path.read_bytes()).digest()).decode()
    with path.open("rb") as content:
        answer = requests.post(f"{files.url}/", data={**names, "content-md5": md5},
                               files={"file_request": content}, headers=files.headers, timeout=60)
    same("answer", answer.json(), UPLOADED)
    answer = requests.get(files.url, params=names, headers=files.headers, timeout=60)
    same("download", answer.content, path.read_bytes())
    tag = answer.headers["ETag"]
    answer = requests.get(files.url, params=names, timeout=60,
                          headers={**files.headers, "If-None-Match": tag})
    same("If-None-Match", answer.status_code, 304)
    yield "form with Content-MD5, download, 304"

    answer = requests.post(files.url, data={**names, "content-md5": "AAAA"},
                           files={"file_request": b"x"}, headers=files.headers, timeout=60)
    same("a wrong digest", answer.status_code, 400)
    answer = requests.post(files.url, data=names, files={"file_request": b""},
                           headers=files.headers, timeout=60)
    same("an empty file", (answer.status_code, answer.json()),
         (400, {"detail": "File is empty or not readable."}))
    missing = requests.get(files.url, params={**names, "object_name": "no"}, timeout=60,
                           headers=files.headers)
    same("a missing file", (missing.status_code, missing.json()),
         (400, {"detail": "File no or bucket incoming not found."}))
    yield "documented errors"


def botocore(files):
    credentials = Credentials(KEY, SECRET)
    names = {"bucket_name": "incoming", "object_name": "signed/f"}
    prepared = requests.Request("POST", f"{files.url}/", data=names,
                                files={"file_request": b"signed content"}).prepare()
    for hashed in (True, False):
        request = AWSRequest("POST", prepared.url, data=prepared.body,
                             headers={"Content-Type": prepared.headers["Content-Type"]})
        digest = hashlib.sha256(prepared.body).hexdigest() if hashed else "UNSIGNED-PAYLOAD"
        request.headers["x-amz-content-sha256"] = digest
        SigV4Auth(credentials, "s3", "us-east-1").add_auth(request)
        answer = requests.post(prepared.url, data=prepared.body, headers=dict(request.headers),
                               timeout=60)
        same("a signed form", answer.json(), UPLOADED)
        if hashed:
            changed = prepared.body.replace(b"signed content", b"forged content")
            answer = requests.post(prepared.url, data=changed, headers=dict(request.headers),
                                   timeout=60)
            same("a form that was changed", answer.status_code, 400)
    same("file", files.stored("signed/f"), b"signed content")
    yield "signed forms, with and without the hash of the body"

    request = AWSRequest("GET", files.url, params=names)
    S3SigV4QueryAuth(credentials, "s3", "us-east-1", expires=60).add_auth(request)
    url = request.prepare().url
    same("presigned GET", requests.get(url, timeout=60).content, b"signed content")
    same("presigned GET of another file",
         requests.get(url.replace("signed%2Ff", "signed%2Fg"), timeout=60).status_code, 401)
    yield "presigned GET"


def tus(files):
    if not shutil.which("npm"):
        raise Skipped("node and npm are not installed")
    work = REPOSITORY / "target/interop/tus"
    work.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "tus.mjs"):
        shutil.copy(JAVASCRIPT / name, work / name)
    if not (work / "node_modules/tus-js-client").exists():
        installed = subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=work,
                                   capture_output=True, text=True, check=False)
        if installed.returncode:
            raise Skipped(f"npm install failed: {installed.stderr.strip()[-200:]}")
    path = files.file("tus", 23 << 20)
    ended = subprocess.run(["node", "tus.mjs", f"{files.url}/tus", TOKEN, OTHER, str(path)],
                           cwd=work, capture_output=True, text=True, timeout=120, check=False)
    if ended.returncode:
        raise AssertionError(ended.stderr.strip() or ended.stdout.strip())
    told = json.loads(ended.stdout)
    for name in ("whole", "pieces", "resumed"):
        files.finished(told[name].replace("/tus/", "/jobs/").replace(files.endpoint, ""))
        same(f"file {name}", files.stored(f"tus/{name}"), path.read_bytes())
    same("bytes that were there when it was resumed", told["there"] > 0, True)
    same("an upload that was ended", told["ended"], [410])
    same("an upload of somebody else", told["stranger"], 404)
    yield f"whole, in pieces, resumed behind {told['there']} bytes, ended, refused to others"


def report(war):
    with tempfile.TemporaryDirectory() as directory:
        work = Path(directory)
        (work / "objects").mkdir()
        (work / "config.json").write_text(json.dumps(CONFIGURATION))
        log = REPOSITORY / "target/interop/files.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with OwnServer(war, work, log, {"PROXY_CONFIG": str(work / "config.json")}) as proxy:
            files = Files(proxy.endpoint, work)
            return all([tried(check, files) for check in (curl, python_requests, botocore, tus)])


def tried(check, files):
    start, done = time.monotonic(), []
    try:
        for step in check(files):
            done.append(step)
        state, end = "ok", []
    except Skipped as reason:
        state, end = "skipped", [str(reason)]
    except Exception as error:  # a client fails by errors of its own
        state, end = "FAILED", [f"{type(error).__name__}: {error}".replace("\n", " ")]
    print(f"{state:8}{check.__name__} ({time.monotonic() - start:.1f} s): "
          f"{'; '.join([*done, *end])}", flush=True)
    return state != "FAILED"
