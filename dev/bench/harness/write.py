"""Writing through the proxy, beside nginx and the same server without anything between."""

import argparse
import base64
import json
import os
import shutil
import tempfile
import time
import urllib.request
from pathlib import Path

from . import delta, load, report, targets
from .processes import Server, free_port
from .targets import JAVA, PROGRAMS, REPOSITORY

WAR = REPOSITORY / "target" / "delta-s3-proxy.war"
BEGIN, END = "<!-- write: begin -->", "<!-- write: end -->"
BUCKET = "bench"
# Bytes of an object, and clients at once.
PUTS = {"PutObject 4 KiB": (4096, 16), "PutObject 1 MiB": (1 << 20, 8), "PutObject 64 MiB": (64 << 20, 4)}
COMMIT = "commit"
# nginx would else take in a whole body before it sends any of it on.
STREAMING = """
      client_max_body_size 0;
      proxy_request_buffering off;
"""
FIRST = (
    '{"protocol":{"minReaderVersion":1,"minWriterVersion":2}}\n'
    '{"metaData":{"id":"3f8f0a2e-7a0e-4a53-9c57-5a6b8b4b9e11","format":{"provider":"parquet",'
    '"options":{}},"schemaString":"{\\"type\\":\\"struct\\",\\"fields\\":[{\\"name\\":\\"id\\",'
    '\\"type\\":\\"long\\",\\"nullable\\":true,\\"metadata\\":{}},{\\"name\\":\\"MIC\\",\\"type\\":'
    '\\"string\\",\\"nullable\\":true,\\"metadata\\":{}}]}","partitionColumns":["MIC"],'
    '"configuration":{},"createdTime":1767225600000}}\n'
)


def arguments():
    parser = argparse.ArgumentParser(
        prog="dev/bench/run write", description="Measures PutObject and commits."
    )
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--seconds", type=int, default=10, help="default: %(default)s")
    parser.add_argument("--warm-up", type=int, default=30, help="seconds; default: %(default)s")
    parser.add_argument("--war", type=Path, default=WAR)
    parser.add_argument("--java-options", default="-XX:+UseParallelGC -Xmx256m")
    parser.add_argument("--docs", type=Path, help="put the table into this document")
    return parser.parse_args()


def sink(directory):
    port = free_port()
    command = [JAVA, "-Xmx512m", PROGRAMS / "WriteSink.java", str(port), BUCKET]
    return Server("sink", port, command, directory).wait_for_port()


def proxy(directory, backend_port, war, java_options, more):
    """Our proxy, which lets everybody whom the settings name write all."""
    port = free_port()
    settings = {
        "port": port,
        "metricsPort": 0,
        "readOnly": False,
        "getMode": "proxy",
        "databaseEnabled": True,
        "database": {
            "uri": f"sqlite:{directory / 'proxy.db'}",
            "secretKey": base64.b64encode(os.urandom(32)).decode(),
        },
        "tableMapping": {"ours": f"s3://{BUCKET}/ours"},
        "stores": {
            "backend": {
                "endpoint": f"http://127.0.0.1:{backend_port}",
                "region": "us-east-1",
                "pathStyle": True,
                "accessKeyId": "bench",
                "secretAccessKey": "bench-secret",
                "buckets": [BUCKET],
                "allowPrivateEndpoint": True,
            }
        },
    } | more
    file = directory / "ours.json"
    file.write_text(json.dumps(settings, indent=2))
    command = [JAVA, *java_options, "-jar", war.resolve()]
    return Server("ours", port, command, directory, {"PROXY_CONFIG": str(file)}).wait_for_port()


def grant():
    privileges = ["read", "write", "alter", "maintain"]
    return {"tables": "*", "privileges": privileges, "rules": [{}]}


def put(target, key, body):
    url = f"http://127.0.0.1:{target.port}{target.path(key)}"
    request = urllib.request.Request(url, data=body, method="PUT", headers={"If-None-Match": "*"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()


class Commits:
    """The versions of each target's table, which go on from round to round."""

    def __init__(self):
        self.next = {}

    def what(self, target):
        return f"commit:{self.next.get(target.name, 1)}"

    def done(self, target, result):
        self.next[target.name] = result["next"]


def run(target, backend, what, clients, prefix, seconds):
    meter = load.Meter(target, backend)
    program = [JAVA, "-Xmx512m", PROGRAMS / "WriteLoad.java"]
    arguments = [target.port, target.path(prefix), what, clients, seconds]
    result = json.loads(load.run([*program, *arguments], seconds + 120))
    cost = meter.result()
    elapsed = result["micros"] / 1e6
    return result | {
        "requests_per_s": result["requests"] / elapsed,
        "mb_per_s": result["bytes"] / elapsed / 1e6,
        "p50_ms": result["p50_us"] / 1000,
        "p99_ms": result["p99_us"] / 1000,
        "cpu_ms": cost["cpu_s"] / result["requests"] * 1000,
        "rss_mb": cost["rss_mb"],
        "others": cost["others"],
    }


def measure(options, backend, every):
    commits, results = Commits(), {}

    def once(kind, target, seconds, directory):
        if kind == COMMIT:
            result = run(target, backend, commits.what(target), 1, "_delta_log/", seconds)
            commits.done(target, result)
        else:
            size, clients = PUTS[kind]
            result = run(target, backend, size, clients, f"{directory}/", seconds)
        return result

    kinds = [*PUTS, COMMIT]
    for target in every:
        put(target, f"_delta_log/{0:020d}.json", FIRST.encode())
        for kind in kinds:
            once(kind, target, max(1, options.warm_up // len(kinds)), f"warm-{kind[-5:-4]}")
    for kind in kinds:
        for number in range(options.rounds):
            for target in every:
                directory = f"{kind.replace(' ', '-')}-{number}"
                result = once(kind, target, options.seconds, directory)
                results.setdefault(kind, {}).setdefault(target.name, []).append(result)
                print(
                    f"{time.strftime('%H:%M:%S')} {kind} {number + 1}/{options.rounds} "
                    f"{target.name}: {result['requests_per_s']:.0f} req/s, "
                    f"{result['mb_per_s']:.0f} MB/s, p50 {result['p50_ms']:.2f} ms, "
                    f"others {result['others']:.0%}", flush=True)
    return results


def ratio(rounds, base):
    """The middle of the ratios of each round."""
    ratios = sorted(
        one["requests_per_s"] / other["requests_per_s"]
        for one, other in zip(rounds, base)
    )
    return ratios[len(ratios) // 2]


def table(results):
    rows = []
    for kind, by_target in results.items():
        for name, rounds in by_target.items():
            middle = sorted(rounds, key=lambda one: one["requests_per_s"])[len(rounds) // 2]
            rows.append([
                kind, name, f"{middle['requests_per_s']:,.0f}", f"{middle['mb_per_s']:,.0f}",
                f"{middle['p50_ms']:.2f} / {middle['p99_ms']:.2f}", f"{middle['cpu_ms']:.2f}",
                f"{ratio(rounds, by_target['direct']):.0%}",
                f"{ratio(rounds, by_target['nginx']):.0%}",
            ])
    head = ["", "way", "req/s", "MB/s", "p50 / p99 ms", "CPU ms", "of direct", "of nginx"]
    return report.table(head, rows)


def main():
    options = arguments()
    directory = Path(tempfile.mkdtemp(prefix="delta-s3-proxy-bench-"))
    directory.chmod(0o755)
    started = []

    def start(server):
        started.append(server)
        return server

    try:
        server = start(sink(directory))
        backend = targets.Target("direct", server, f"/{BUCKET}/direct/")
        nginx = targets.reverse_proxy("nginx", directory, backend, STREAMING, "auto")
        start(nginx.server)
        nginx.prefix = f"/{BUCKET}/nginx/"
        ours = start(proxy(directory, server.port, options.war, options.java_options.split(),
                           {"grants": [grant()], "authentication": {"mode": "anonymous"}}))
        every = [backend, nginx, targets.Target("ours", ours, "/datalake/ours/", warm=True)]
        results = measure(options, backend, every)
        text = (
            f"Measured {time.strftime('%Y-%m-%d')}: {options.rounds} rounds of {options.seconds} s "
            f"after {options.warm_up} s of warm-up; our Java options `{options.java_options}`.\n\n"
            f"{table(results)}\n"
        )
        print(text)
        if options.docs:
            delta.put_into(options.docs, text, BEGIN, END)
    finally:
        for server in reversed(started):
            server.stop()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
