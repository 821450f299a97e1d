"""Many large bodies in signed chunks at once, in a small heap: what memory and disks they take."""

import argparse
import hashlib
import http.client
import os
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path

from . import report, signing, targets, write

EMPTY = hashlib.sha256(b"").hexdigest()
CHUNK = 1 << 20
USER = ("AKIABODIES0000000000", "bodies-bench-secret")
STREAMING = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"


def arguments():
    parser = argparse.ArgumentParser(
        prog="dev/bench/run bodies", description="Stores many large objects at once."
    )
    parser.add_argument("--objects", type=int, default=20, help="default: %(default)s")
    parser.add_argument("--mebibytes", type=int, default=256, help="of each; default: %(default)s")
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--heap", type=int, default=256, help="MiB; default: %(default)s")
    parser.add_argument("--growth", type=float, default=0.1,
                        help="most growth of memory after the first round; default: %(default)s")
    parser.add_argument("--war", type=Path, default=write.WAR)
    return parser.parse_args()


def chunks(content, count, key, when, scope, seed):
    """A body in chunks that are signed one after the other, and its end."""
    previous = seed
    digests = {size: hashlib.sha256(content[:size]).hexdigest() for size in (CHUNK, 0)}
    for size in [CHUNK] * count + [0]:
        text = f"AWS4-HMAC-SHA256-PAYLOAD\n{when}\n{scope}\n{previous}\n{EMPTY}\n{digests[size]}"
        previous = signing.mac(key, text).hexdigest()
        yield f"{size:x};chunk-signature={previous}\r\n".encode() + content[:size] + b"\r\n"


def store(port, path, content, count):
    when, scope = signing.now()
    key = f"AWS4{USER[1]}".encode()
    for part in scope.split("/"):
        key = signing.mac(key, part).digest()
    headers = {
        "host": f"127.0.0.1:{port}",
        "x-amz-content-sha256": STREAMING,
        "x-amz-date": when,
        "x-amz-decoded-content-length": str(count * CHUNK),
    }
    names = ";".join(headers)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
    canonical = f"PUT\n{path}\n\n{lines}\n{names}\n{STREAMING}"
    seed = signing.signature(USER[1], scope, when, canonical)
    line = len(f"{CHUNK:x};chunk-signature=\r\n\r\n") + 64
    length = count * (line + CHUNK) + len("0;chunk-signature=\r\n\r\n") + 64
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    try:
        connection.putrequest("PUT", path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.putheader("Content-Encoding", "aws-chunked")
        connection.putheader("Content-Length", str(length))
        connection.putheader("Authorization", (
            f"AWS4-HMAC-SHA256 Credential={USER[0]}/{scope}, SignedHeaders={names}, "
            f"Signature={seed}"))
        connection.endheaders()
        for piece in chunks(content, count, key, when, scope, seed):
            connection.send(piece)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def size_in(backend, path):
    connection = http.client.HTTPConnection("127.0.0.1", backend.port, timeout=30)
    try:
        connection.request("HEAD", path)
        answer = connection.getresponse()
        return int(answer.headers["Content-Length"]) if answer.status == 200 else -1
    finally:
        connection.close()


def written_bytes(server):
    """What a process has sent to disks."""
    lines = Path(f"/proc/{server.process.pid}/io").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))


def one_round(server, backend, number, options):
    """Seconds, the most memory, and the bytes that went to disks while all were stored."""
    content = os.urandom(CHUNK)
    answers = []

    def client(which):
        path = f"/datalake/ours/round-{number}/{which}.bin"
        answers.append(store(server.port, path, content, options.mebibytes))

    threads = [threading.Thread(target=client, args=(n,)) for n in range(options.objects)]
    before, begin, most = written_bytes(server), time.monotonic(), 0.0
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        most = max(most, server.rss_mb())
        time.sleep(0.2)
    seconds = time.monotonic() - begin
    bad = [answer for answer in answers if answer[0] != 200]
    if bad or len(answers) != options.objects:
        sys.exit(f"{options.objects - len(answers) + len(bad)} objects were not stored: {bad[:1]}")
    for which in range(options.objects):
        found = size_in(backend, f"/{write.BUCKET}/ours/round-{number}/{which}.bin")
        if found != options.mebibytes << 20:
            sys.exit(f"an object has {found} bytes")
    return seconds, most, written_bytes(server) - before


def main():
    options = arguments()
    directory = Path(tempfile.mkdtemp(prefix="delta-s3-proxy-bench-"))
    started = []
    try:
        backend = write.sink(directory)
        started.append(backend)
        users = {"bench": {
            "accessKeys": [{"accessKeyId": USER[0], "secretAccessKey": USER[1]}],
            "grants": [write.grant()],
        }}
        java_options = [f"-Xmx{options.heap}m", f"-Djava.io.tmpdir={directory}"]
        server = write.proxy(directory, backend.port, options.war, java_options,
                             {"users": users, "authentication": {"mode": "required"}})
        started.append(server)
        log = targets.Target("direct", backend, f"/{write.BUCKET}/ours/")
        write.put(log, f"_delta_log/{0:020d}.json", write.FIRST.encode())
        rows, peaks = [], []
        for number in range(options.rounds):
            seconds, most, written = one_round(server, backend, number, options)
            peaks.append(most)
            total = options.objects * options.mebibytes / seconds
            rows.append([str(number + 1), f"{seconds:.1f}", f"{total:,.0f}", f"{most:,.0f}",
                         f"{written / 1e6:.1f}"])
        head = ["round", "s", "MiB/s", "most RSS MB", "MB to disks"]
        print(f"{options.objects} objects of {options.mebibytes} MiB at once in signed chunks, "
              f"`-Xmx{options.heap}m`:\n\n{report.table(head, rows)}\n")
        if max(peaks) > peaks[0] * (1 + options.growth):
            sys.exit("the memory grows from round to round")
        spooled = options.objects << 20
        if any(float(row[4]) * 1e6 > spooled for row in rows):
            sys.exit("bodies went to a disk")
    finally:
        for each in reversed(started):
            each.stop()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
