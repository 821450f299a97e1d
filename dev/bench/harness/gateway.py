"""Writing and reading through the gateway, beside one of its backends without anything between."""

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
from .targets import JAVA, PROGRAMS
from .write import WAR, ratio, run

BEGIN, END = "<!-- gateway: begin -->", "<!-- gateway: end -->"
BUCKET = "bench"
ZONES = ("FI-HEL-ST-1", "FI-HEL-UC-1", "DE-FRA-UC-1")
# Bytes of an object, and clients at once.
SIZES = {"4 KiB": (4096, 16), "1 MiB": (1 << 20, 8), "64 MiB": (64 << 20, 4)}
# Different keys that are read.
READ = 16


def arguments():
    parser = argparse.ArgumentParser(
        prog="dev/bench/run gateway", description="Measures PUT and GET through the gateway."
    )
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--seconds", type=int, default=10, help="default: %(default)s")
    parser.add_argument("--warm-up", type=int, default=30, help="seconds; default: %(default)s")
    parser.add_argument("--war", type=Path, default=WAR)
    parser.add_argument("--java-options", default="-XX:+UseParallelGC -Xmx256m")
    parser.add_argument(
        "--database", help="postgresql://user:password@host:port/name, an empty one for each number"
        " of replicas: {replicas} in it is that number; default: a file of SQLite"
    )
    parser.add_argument("--docs", type=Path, help="put the table into this document")
    return parser.parse_args()


def store(directory, name):
    port = free_port()
    command = [JAVA, "-Xmx384m", PROGRAMS / "ContentStore.java", str(port)]
    return Server(name, port, command, directory).wait_for_port()


def backends(stores):
    return {
        f"backend-{number}": {
            "provider": "bench",
            "zone_code": zone,
            "region": zone[:6],
            "endpoint": f"http://127.0.0.1:{server.port}",
            "access_key": "bench",
            "secret_key": "bench-secret",
            "is_primary": number == 0,
            "allow_private_endpoint": True,
        }
        for number, (zone, server) in enumerate(zip(ZONES, stores))
    }


def gateway(directory, replicas, options):
    """A gateway that writes so many replicas before it answers, for anybody."""
    port = free_port()
    database = options.database or f"sqlite:{directory / f'gateway-{replicas}.db'}"
    settings = {
        "port": port,
        "metricsPort": 0,
        "databaseEnabled": True,
        "database": {
            "uri": database.replace("{replicas}", str(replicas)),
            "secretKey": base64.b64encode(os.urandom(32)).decode(),
        },
        "authentication": {"mode": "anonymous"},
        "gateway": {
            "backendsFile": str(directory / "s3_backends.json"),
            "bucket": BUCKET,
            "requiredReplicas": replicas,
            "minimumReplicas": replicas,
            "synchronousReplicas": "all",
            "access": [{"everyone": True, "privileges": ["read", "write"]}],
        },
    }
    file = directory / f"gateway-{replicas}.json"
    file.write_text(json.dumps(settings, indent=2))
    command = [JAVA, *options.java_options.split(), "-jar", options.war.resolve()]
    name = f"gateway-{replicas}"
    server = Server(name, port, command, directory, {"PROXY_CONFIG": str(file)}).wait_for_port()
    return targets.Target(f"{replicas} replica{'s' * (replicas > 1)}", server, f"/s3/{BUCKET}/")


def put(target, key, body):
    url = f"http://127.0.0.1:{target.port}{target.path(key)}"
    request = urllib.request.Request(url, data=body, method="PUT")
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()


def get(target, key):
    url = f"http://127.0.0.1:{target.port}{target.path(key)}"
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read()


def prepare(directory, every):
    """Objects to read, the same for all; the store has one content for each length."""
    for size, (length, _) in SIZES.items():
        # Not the length that is written: its content is another one.
        body = os.urandom(length + 1)
        for target in every:
            paths = []
            for number in range(READ):
                key = f"read/{size.replace(' ', '-')}-{number}"
                put(target, key, body)
                paths.append(target.path(key))
            if get(target, key) != body:
                raise SystemExit(f"{target.name} gave other bytes")
            paths_file(directory, target, size).write_text("\n".join(paths) + "\n")


def paths_file(directory, target, size):
    return directory / f"{target.name}-{size}.paths".replace(" ", "-")


def measure(options, directory, backend, every):
    results = {}

    def once(method, size, target, seconds, prefix):
        length, clients = SIZES[size]
        if method == "PUT":
            return run(target, backend, length, clients, f"{prefix}/", seconds)
        return load.wrk(target, backend, paths_file(directory, target, size), clients, seconds)

    kinds = [(method, size) for method in ("PUT", "GET") for size in SIZES]
    prepare(directory, every)
    for target in every:
        for method, size in kinds:
            once(method, size, target, max(1, options.warm_up // len(kinds)), f"warm-{size[0]}")
    for method, size in kinds:
        for number in range(options.rounds):
            for target in every:
                prefix = f"{size.replace(' ', '-')}-{number}"
                result = once(method, size, target, options.seconds, prefix)
                results.setdefault(f"{method} {size}", {}).setdefault(target.name, []).append(result)
                print(
                    f"{time.strftime('%H:%M:%S')} {method} {size} {number + 1}/{options.rounds} "
                    f"{target.name}: {result['requests_per_s']:.0f} req/s, "
                    f"{result['mb_per_s']:.0f} MB/s, p50 {result['p50_ms']:.2f} ms, "
                    f"others {result['others']:.0%}", flush=True)
    return results


def table(results):
    rows = []
    for kind, by_target in results.items():
        for name, rounds in by_target.items():
            middle = sorted(rounds, key=lambda one: one["requests_per_s"])[len(rounds) // 2]
            rows.append([
                kind, name, f"{middle['requests_per_s']:,.0f}", f"{middle['mb_per_s']:,.0f}",
                f"{middle['p50_ms']:.2f} / {middle['p99_ms']:.2f}", f"{middle['rss_mb']:.0f}",
                f"{ratio(rounds, by_target['direct']):.0%}",
            ])
    return report.table(["", "way", "req/s", "MB/s", "p50 / p99 ms", "RSS MB", "of direct"], rows)


def main():
    options = arguments()
    directory = Path(tempfile.mkdtemp(prefix="delta-s3-proxy-bench-"))
    started = []

    def start(server):
        started.append(server)
        return server

    try:
        stores = [start(store(directory, f"store-{number}")) for number in range(len(ZONES))]
        (directory / "s3_backends.json").write_text(json.dumps(backends(stores), indent=2))
        backend = targets.Target("direct", stores[0], f"/{BUCKET}/direct/")
        every = [backend]
        for replicas in (1, 3):
            target = gateway(directory, replicas, options)
            start(target.server)
            every.append(target)
        results = measure(options, directory, backend, every)
        text = (
            f"Measured {time.strftime('%Y-%m-%d')}: {options.rounds} rounds of {options.seconds} s "
            f"after {options.warm_up} s of warm-up; metadata in "
            f"{'PostgreSQL' if options.database else 'SQLite'}; our Java options "
            f"`{options.java_options}`.\n\n{table(results)}\n"
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
