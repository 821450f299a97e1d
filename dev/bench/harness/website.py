"""A website out of the cache, beside nginx that serves the same files out of its own."""

import argparse
import json
import random
import re
import shutil
import tempfile
import time
from pathlib import Path

from . import delta, load, report, targets
from .processes import Server, free_port
from .targets import JAVA, REPOSITORY

WAR = REPOSITORY / "target" / "delta-s3-proxy.war"
BEGIN, END = "<!-- website: begin -->", "<!-- website: end -->"
BUCKET = "bench"
# Names, and bytes of what they have.
PAGES = {"index.html": 2950, "image.jpg": 100_000, "large.bin": 20_000_000}
# nginx keeps what it was asked for, as long as we do.
CACHE = """
  proxy_cache_path {cache} keys_zone=pages:10m max_size=1g;
  keepalive_requests 100000000;
  upstream backend {{ server 127.0.0.1:{backend}; keepalive 512; }}
  server {{
    listen 127.0.0.1:{port} backlog=8192;
    location / {{
      proxy_pass http://backend/{bucket}/site/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_cache pages;
      proxy_cache_valid 200 10m;
    }}
  }}
"""
SMALL, LARGE = "/index.html", "/large.bin"


def arguments():
    parser = argparse.ArgumentParser(
        prog="dev/bench/run website",
        description="Measures websites out of the cache, beside nginx, with ab, httperf and wrk.",
    )
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--seconds", type=int, default=10, help="of wrk; default: %(default)s")
    parser.add_argument("--warm-up", type=int, default=30, help="seconds; default: %(default)s")
    parser.add_argument("--requests", type=int, default=100_000, help="of ab; default: %(default)s")
    parser.add_argument(
        "--connections", type=int, default=20_000, help="of httperf; default: %(default)s"
    )
    parser.add_argument(
        "--calls", type=int, default=200, help="on each of them; default: %(default)s"
    )
    parser.add_argument("--war", type=Path, default=WAR)
    parser.add_argument("--java-options", default="-XX:+UseParallelGC -Xmx256m")
    parser.add_argument("--docs", type=Path, help="put the table into this document")
    return parser.parse_args()


def write_pages(root):
    site = root / BUCKET / "site"
    site.mkdir(parents=True)
    source = random.Random(7)
    for name, size in PAGES.items():
        (site / name).write_bytes(source.randbytes(size))


def backend(directory, root):
    http = """
  sendfile on;
  keepalive_requests 100000000;
  server {{
    listen 127.0.0.1:{port} backlog=8192;
    root {root};
    default_type application/octet-stream;
    types {{ text/html html; image/jpeg jpg; }}
  }}
"""
    return targets.Target(
        "backend", targets.nginx("backend", directory, "auto", http, root=root), "/"
    )


def nginx(directory, origin):
    server = targets.nginx(
        "nginx", directory, "auto", CACHE, cache=directory / "nginx-cache", backend=origin.port, bucket=BUCKET
    )
    return targets.Target("nginx", server, "")


def ours(directory, origin, war, java_options):
    port = free_port()
    settings = {
        "port": port,
        "metricsPort": 0,
        "website": {
            "cache": {"directory": "cache"},
            "sites": {
                "bench": {
                    "place": f"s3://{BUCKET}/site",
                    "ttlSeconds": 600,
                    "gzip": False,
                    "precompressed": [],
                }
            },
        },
        "stores": {
            "backend": {
                "endpoint": f"http://127.0.0.1:{origin.port}",
                "pathStyle": True,
                "accessKeyId": "bench",
                "secretAccessKey": "bench-secret",
                "buckets": [BUCKET],
                "allowPrivateEndpoint": True,
            }
        },
    }
    file = directory / "ours.json"
    file.write_text(json.dumps(settings, indent=2))
    command = [JAVA, *java_options, "-jar", war.resolve()]
    server = Server("ours", port, command, directory, {"PROXY_CONFIG": str(file)})
    return targets.Target("ours", server.wait_for_port(), "", warm=True)


def url(target, path):
    return f"http://127.0.0.1:{target.port}{path}"


def number(pattern, text):
    found = re.search(pattern, text)
    return float(found.group(1)) if found else 0.0


def ab(target, origin, path, requests, clients, keep):
    meter = load.Meter(target, origin)
    command = ["ab", "-q", "-r", "-n", requests, "-c", clients]
    command += ["-H", "X-Forwarded-For: 184.105.163.155", *(["-k"] if keep else [])]
    text = load.run([*command, url(target, path)], 600)
    errors = number(r"Failed requests:\s+(\d+)", text) + number(r"Non-2xx responses:\s+(\d+)", text)
    return meter.result() | {
        "requests": requests,
        "rate": number(r"Requests per second:\s+([\d.]+)", text),
        "p99_ms": number(r"\s99%\s+(\d+)", text),
        "errors": errors,
    }


def httperf(target, origin, path, connections, calls):
    meter = load.Meter(target, origin)
    command = ["httperf", "--hog", "--client=0/1", "--server=127.0.0.1", f"--port={target.port}"]
    command += [f"--uri={path}", f"--num-conns={connections}", f"--num-calls={calls}"]
    text = load.run(command, 3600)
    replies = number(r"replies (\d+)", text)
    good = number(r"2xx=(\d+)", text)
    errors = number(r"Errors: total (\d+)", text) + connections * calls - good
    return meter.result() | {
        "requests": replies,
        "rate": number(r"Request rate: ([\d.]+)", text),
        "p99_ms": number(r"response ([\d.]+)", text),
        "errors": errors,
    }


def wrk(target, origin, path, clients, seconds):
    meter = load.Meter(target, origin)
    command = ["wrk", "-t2", f"-c{clients}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    text = load.run([*command, url(target, path)], seconds + 60)
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0}
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
    sockets = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", text)
    errors = number(r"Non-2xx or 3xx responses: (\d+)", text)
    return meter.result() | {
        "requests": number(r"(\d+) requests in", text),
        "rate": number(r"Requests/sec:\s+([\d.]+)", text),
        "p99_ms": float(slow.group(1)) * unit[slow.group(2)] if slow else 0.0,
        "errors": errors + (sum(map(int, sockets.groups())) if sockets else 0),
    }


def experiments(options):
    """What is done to each, by its name."""
    kinds = {}
    for clients in (100, 200, 300, 400):
        kinds[f"ab, {clients} clients"] = lambda target, origin, clients=clients: ab(
            target, origin, SMALL, options.requests, clients, False
        )
    kinds["ab, 100 clients, connections kept"] = lambda target, origin: ab(
        target, origin, SMALL, options.requests, 100, True
    )
    kinds[f"httperf, {options.connections:,} x {options.calls}"] = lambda target, origin: httperf(
        target, origin, SMALL, options.connections, options.calls
    )
    kinds["wrk, 64 clients"] = lambda target, origin: wrk(target, origin, SMALL, 64, options.seconds)
    kinds["wrk, 64 clients, 100 kB"] = lambda target, origin: wrk(
        target, origin, "/image.jpg", 64, options.seconds
    )
    kinds["wrk, 8 clients, 20 MB"] = lambda target, origin: wrk(
        target, origin, LARGE, 8, options.seconds
    )
    return kinds


def measure(options, origin, every):
    for target in every:
        for path in (SMALL, "/image.jpg", LARGE):
            wrk(target, origin, path, 16, max(1, options.warm_up // 6) if target.warm else 1)
        end = time.monotonic() + (options.warm_up // 2 if target.warm else 0)
        while time.monotonic() < end:
            ab(target, origin, SMALL, 5000, 100, False)
    results = {}
    for kind, run in experiments(options).items():
        # httperf's connections come one after the other: once is long enough.
        for turn in range(1 if kind.startswith("httperf") else options.rounds):
            for target in every:
                result = run(target, origin)
                results.setdefault(kind, {}).setdefault(target.name, []).append(result)
                print(
                    f"{time.strftime('%H:%M:%S')} {kind} {turn + 1} {target.name}: "
                    f"{result['rate']:.0f}/s, {result['errors']:.0f} errors, "
                    f"others {result['others']:.0%}", flush=True)
    return results


def table(results):
    rows = []
    for kind, by_target in results.items():
        for name, rounds in by_target.items():
            middle = sorted(rounds, key=lambda one: one["rate"])[len(rounds) // 2]
            ratios = sorted(
                one["rate"] / max(1e-9, other["rate"])
                for one, other in zip(rounds, by_target["nginx"])
            )
            errors = sum(one["errors"] for one in rounds)
            rows.append([
                kind, name, f"{middle['rate']:,.0f}", f"{middle['p99_ms']:.1f}", f"{errors:.0f}",
                f"{middle['cpu_s'] / max(1, middle['requests']) * 10_000:.2f}",
                f"{middle['rss_mb']:.0f}", f"{ratios[len(ratios) // 2]:.0%}",
            ])
    head = ["", "server", "requests/s", "p99 ms", "errors", "CPU s per 10k", "RSS MB", "of nginx"]
    return report.table(head, rows)


def main():
    options = arguments()
    directory = Path(tempfile.mkdtemp(prefix="delta-s3-proxy-bench-"))
    directory.chmod(0o755)
    started = []

    def start(target):
        started.append(target.server)
        return target

    try:
        write_pages(directory / "root")
        origin = start(backend(directory, directory / "root"))
        every = [
            start(nginx(directory, origin)),
            start(ours(directory, origin, options.war, options.java_options.split())),
        ]
        results = measure(options, origin, every)
        text = (
            f"Measured {time.strftime('%Y-%m-%d')}: {options.rounds} rounds, after "
            f"{options.warm_up} s of warm-up; our Java options `{options.java_options}`. "
            "httperf tells no p99: its column has the mean time of an answer.\n\n"
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
