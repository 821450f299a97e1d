"""Filtered views of a table with a huge checkpoint, by the whole product in a small heap."""

import argparse
import json
import shutil
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from . import delta, report, signing
from .processes import Server, free_port, machine_busy_seconds
from .targets import JAVA, REPOSITORY

WAR = REPOSITORY / "target" / "delta-s3-proxy.war"
NOISE = 260
READERS = 8
BEGIN, END = "<!-- view: begin -->", "<!-- view: end -->"
# Three partitions, one exchange, and two of four.
RULES = {
    "three": {"MIC": "XLON", "day": ["2016-01-01", "2017-03-05", "2020-07-09"]},
    "quarter": {"MIC": "XPAR"},
    "half": {"MIC": ["XLON", "XETR"]},
}


def arguments():
    parser = argparse.ArgumentParser(
        prog="dev/bench/run view", description="Measures views of a table of many files."
    )
    parser.add_argument("--files", type=int, default=560_000, help="default: %(default)s")
    parser.add_argument("--heap", type=int, default=512, help="MiB; default: %(default)s")
    parser.add_argument("--docs", type=Path, help="put the table into this document")
    return parser.parse_args()


def key_of(user):
    return f"AKIA{user.upper():0<16}", f"{user}-bench-secret"


def configuration(directory, port):
    users = {}
    for user, rule in RULES.items():
        key, secret = key_of(user)
        users[user] = {
            "accessKeys": [{"accessKeyId": key, "secretAccessKey": secret}],
            "allowedPartitions": {"large": [rule]},
        }
    file = directory / "config.json"
    file.write_text(
        json.dumps(
            {
                "port": port,
                "metricsPort": 0,
                "localDirectories": [str(directory)],
                "tableMapping": {"large": f"file:{directory / 'large'}"},
                "logView": "filtered",
                "views": {"directory": str(directory / "views")},
                "index": {"directory": str(directory / "kept")},
                "users": users,
            }
        )
    )
    return file


def start(directory, heap):
    port = free_port()
    environment = {"PROXY_CONFIG": str(configuration(directory, port))}
    command = [JAVA, f"-Xmx{heap}m", "-jar", WAR]
    return Server("view", port, command, directory, environment).wait_for_port()


def get(server, user, name):
    """The length of an object of the log and its first bytes; seconds."""
    path = f"/datalake/large/_delta_log/{name}"
    headers = signing.headers(*key_of(user), f"127.0.0.1:{server.port}", path)
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", headers=headers)
    begin = time.monotonic()
    with urllib.request.urlopen(request, timeout=600) as answer:
        first = answer.read(4096)
        length = len(first)
        while piece := answer.read(1 << 20):
            length += len(piece)
    return first, length, time.monotonic() - begin


def read(server, user):
    """Seconds until the view is there, its adds and bytes, and seconds to read it."""
    last, _, built = get(server, user, "_last_checkpoint")
    said = json.loads(last)
    name = f"{said['version']:020d}.checkpoint.parquet"
    first, length, seconds = get(server, user, name)
    if first[:4] != b"PAR1":
        sys.exit("the checkpoint of the view is none")
    return built, said["size"], length, seconds


def together(server, user):
    """Seconds until the last of many who ask for a new view at once has it."""
    seconds = []
    readers = [
        threading.Thread(target=lambda: seconds.append(get(server, user, "_last_checkpoint")[2]))
        for _ in range(READERS)
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    if len(seconds) != READERS:
        sys.exit("a reader got no view")
    return max(seconds)


def peak_mb(server):
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def rows_of(directory, heap):
    server = start(directory, heap)
    rows = []
    try:
        for user in ("three", "half"):
            built, size, length, seconds = read(server, user)
            again = get(server, user, "_last_checkpoint")[2]
            rows.append([
                f"{'first view, index and all' if user == 'three' else 'second view'}: "
                f"{json.dumps(RULES[user])}",
                f"{built:.2f} s for {size:,} actions, {length / 1e6:,.1f} MB; "
                f"read in {seconds:.2f} s; asked again {again * 1000:.0f} ms",
            ])
        rows.append([f"third view, {READERS} readers at once", f"{together(server, 'quarter'):.2f} s"])
        rows.append(["most memory of the process", f"{peak_mb(server):,.0f} MB"])
    finally:
        server.stop()
    begin = time.monotonic()
    server = start(directory, heap)
    try:
        get(server, "three", "_last_checkpoint")
        rows.append(["from the start of the process to its first view, with the index kept", f"{time.monotonic() - begin:.2f} s"])
    finally:
        server.stop()
    return rows


def main():
    options = arguments()
    directory = Path(tempfile.mkdtemp(prefix="delta-s3-proxy-bench-"))
    try:
        noise = [f"-Ddeltas3proxy.bench.noise={NOISE}"]
        done = delta.run(3072, "write", directory / "large", options.files, "classic", options=noise)
        if done.returncode:
            sys.exit(f"the table was not written:\n{done.stderr}")
        log = directory / "large" / "_delta_log"
        size = max(file.stat().st_size for file in log.iterdir())
        begin, busy = time.monotonic(), machine_busy_seconds()[0]
        rows = rows_of(directory, options.heap)
        used = (machine_busy_seconds()[0] - busy) / (time.monotonic() - begin)
        text = (
            f"Measured {time.strftime('%Y-%m-%d')}: {options.files:,} files, a checkpoint of "
            f"{size / 1e6:,.0f} MB, the whole product with `-Xmx{options.heap}m`, files of a local "
            f"disk; all processes together used {used:.1f} cores.\n\n"
            f"{report.table(['', 'measured'], rows)}\n"
        )
        print(text)
        if options.docs:
            delta.put_into(options.docs, text, BEGIN, END)
    finally:
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
