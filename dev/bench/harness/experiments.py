"""What is measured. Every experiment returns plain numbers for the report."""

import hashlib
import http.client
import statistics
import subprocess
import time
from contextlib import contextmanager

from . import lake, load, signing, targets

CONNECTIONS = {"4 KiB": 32, "1 MiB": 16, "128 MiB": 4}
LATENCY_CLIENTS = 16
LATENCY_RATE = 1600
SLOW_READERS = 2000
REDIRECT_CONNECTIONS = 32


class Plan:
    """How long and how often to measure."""

    def __init__(self, quick, rounds, seconds, warm_up):
        self.rounds = rounds or (1 if quick else 3)
        self.seconds = seconds or (4 if quick else 10)
        self.warm_up = warm_up if warm_up is not None else (8 if quick else 45)
        self.starts = 2 if quick else 5


def say(text):
    print(time.strftime("%H:%M:%S"), text, flush=True)


def fetch(target, key):
    connection = http.client.HTTPConnection("127.0.0.1", target.port, timeout=60)
    try:
        connection.request("GET", target.path(key))
        answer = connection.getresponse()
        return answer.status, hashlib.sha256(answer.read()).hexdigest()
    finally:
        connection.close()


def check(backend, others):
    """The same bytes everywhere; called before anything is timed."""
    for size in lake.SIZES:
        key = lake.objects_of(size)[-1]
        expected = fetch(backend, key)
        if expected[0] != 200:
            raise SystemExit(f"the backend answers {expected[0]}")
        for target in others:
            found = fetch(target, key)
            if found != expected:
                raise SystemExit(f"{target.name} gave {found} for {key}, not {expected}")


def check_forbidden(ours):
    status, _ = fetch(ours, lake.FORBIDDEN_OBJECT)
    if status != 403:
        raise SystemExit(f"a forbidden object was answered with {status}")


def paths_file(directory, target, size):
    file = directory / f"{target.name.replace(' ', '-')}-{size.replace(' ', '')}.paths"
    file.write_text("".join(target.path(key) + "\n" for key in lake.objects_of(size)))
    return file


def warm_up(directory, backend, every, plan, size="4 KiB"):
    for target in every:
        if target.warm:
            say(f"warm up {target.name} for {plan.warm_up} s")
            file = paths_file(directory, target, size)
            load.wrk(target, backend, file, CONNECTIONS[size], plan.warm_up)


def throughput(directory, backend, every, plan):
    """Rounds in which each target has its turn, so that drift of the machine hits all alike."""
    results = {}
    for size in lake.SIZES:
        for target in every:
            file = paths_file(directory, target, size)
            if target.warm and size != "4 KiB":
                load.wrk(target, backend, file, CONNECTIONS[size], max(4, plan.warm_up // 4))
        for number in range(plan.rounds):
            for target in every:
                file = paths_file(directory, target, size)
                result = load.wrk(target, backend, file, CONNECTIONS[size], plan.seconds)
                results.setdefault(target.name, {}).setdefault(size, []).append(result)
                say(
                    f"{size} {number + 1}/{plan.rounds} {target.name}: "
                    f"{result['requests_per_s']:.0f} req/s, {result['mb_per_s']:.0f} MB/s, "
                    f"CPU {result['cpu_s_per_10k']:.2f} s/10k, {result['cpu_s_per_gib']:.2f} s/GiB, "
                    f"others {result['others']:.0%}"
                )
    return results


def redirects(directory, backend, redirecting, plan):
    warm_up(directory, backend, [redirecting], plan)
    file = paths_file(directory, redirecting, "4 KiB")
    results = []
    for number in range(plan.rounds):
        result = load.wrk(redirecting, backend, file, REDIRECT_CONNECTIONS, plan.seconds)
        results.append(result)
        say(
            f"307 {number + 1}/{plan.rounds}: {result['requests_per_s']:.0f}/s, "
            f"p99 {result['p99_ms']:.2f} ms, others {result['others']:.0%}"
        )
    return results


def request_line(target, key, way):
    """One line of a file of requests; signatures are made anew, since they age."""
    path, host = target.path(key), f"127.0.0.1:{target.port}"
    credential = (lake.USER["accessKeyId"], lake.USER["secretAccessKey"], host, path)
    if way == "header":
        headers = signing.headers(*credential).items()
        return "\t".join([path, *(f"{name}: {value}" for name, value in headers)])
    return signing.presigned(*credential) if way == "presigned" else path


def signed_file(directory, target, size, way):
    file = directory / f"{target.name}-{way}-{size.replace(' ', '')}.paths"
    lines = (request_line(target, key, way) for key in lake.objects_of(size))
    file.write_text("".join(line + "\n" for line in lines))
    return file


def authentication(directory, backend, without, required, plan):
    """The same requests to a proxy that believes everybody and to one that verifies signatures."""
    if fetch(required, lake.objects_of("4 KiB")[0])[0] != 403:
        raise SystemExit("a request without a signature was not refused")
    ways = {"off": without, "header": required, "presigned": required}
    results = {}

    def rate(way, size, seconds):
        target = ways[way]
        file = signed_file(directory, target, size, way)
        return load.wrk(target, backend, file, CONNECTIONS[size], seconds)

    for way in ways:
        say(f"warm up, authentication {way}, for {plan.warm_up} s")
        rate(way, "4 KiB", plan.warm_up)
    for size in ("4 KiB", "1 MiB"):
        for number in range(plan.rounds):
            for way in ways:
                result = rate(way, size, plan.seconds)
                results.setdefault(way, {}).setdefault(size, []).append(result)
                say(
                    f"authentication {size} {number + 1}/{plan.rounds} {way}: "
                    f"{result['requests_per_s']:.0f} req/s, "
                    f"CPU {result['cpu_s_per_10k']:.2f} s/10k, others {result['others']:.0%}"
                )
    return results


def latency(every, plan):
    key, length = lake.objects_of("4 KiB")[0], lake.SIZES["4 KiB"]
    results = {}
    for number in range(plan.rounds):
        for target in every:
            result = load.paced(
                target, target.path(key), length, LATENCY_CLIENTS, LATENCY_RATE, 3, plan.seconds
            )
            results.setdefault(target.name, []).append(result)
            say(
                f"latency {number + 1}/{plan.rounds} {target.name}: "
                f"p50 {result['p50_ms']:.2f} ms, p99 {result['p99_ms']:.2f} ms"
            )
    return results


def slow_readers(directory, backend, every, plan):
    """The rate of small GETs before, while and after many readers hold a large object open."""
    results = {}
    for target in every:
        file = paths_file(directory, target, "4 KiB")

        def rate(target=target, file=file):
            connections = CONNECTIONS["4 KiB"]
            return load.wrk(target, backend, file, connections, plan.seconds)["requests_per_s"]

        before = rate()
        readers = load.SlowReaders(
            target, target.path(lake.SLOW_OBJECT), lake.SLOW_BYTES, SLOW_READERS
        )
        try:
            started = readers.started()
            try:
                meanwhile = rate()
            except load.BadAnswers as failure:
                say(str(failure))
                meanwhile = 0.0
            rss = target.server.rss_mb()
            outcome = readers.finish()
        finally:
            readers.stop()
        after = rate()
        results[target.name] = {
            "started": started,
            "whole": outcome["whole"],
            "rss_mb": rss,
            "rate_before": before,
            "rate_meanwhile": meanwhile,
            "rate_after": after,
            "kept": meanwhile / statistics.mean((before, after)),
        }
        say(f"slow readers {target.name}: {results[target.name]}")
    return results


def first_answer_seconds(start_server):
    """From the start of the process to the last byte of the first GET."""
    begin = time.monotonic()
    server = start_server()
    try:
        end = begin + 60
        target = targets.Target("starting", server, f"/datalake/{lake.ALIAS}/")
        key = lake.objects_of("4 KiB")[0]
        while time.monotonic() < end:
            if server.process.poll() is not None:
                raise SystemExit(f"the proxy ended: {server.tail()}")
            try:
                status, _ = fetch(target, key)
                if status == 200:
                    return time.monotonic() - begin
            except OSError:
                pass
            time.sleep(0.002)
        raise SystemExit(f"the proxy did not answer: {server.tail()}")
    finally:
        server.stop()


def start_times(directory, backend, war, java_options, plan):
    """Plain, and from the extracted jars with a cache of loaded classes where Java has one."""

    def repeat(name, options, program):
        def start():
            return targets.our_server(name, directory, backend, "proxy", options, program)

        times = [first_answer_seconds(start) for _ in range(plan.starts)]
        say(f"start {name}: median {statistics.median(times):.2f} s of {len(times)}")
        return times

    results = {"war": repeat("start-war", java_options, war)}
    layout = directory / "extracted"
    subprocess.run([targets.JAVA, "-jar", war, "extract", layout], check=True, timeout=60)
    jar = layout / "delta-s3-proxy.jar"
    results["extracted"] = repeat("start-jar", java_options, jar)
    cache = directory / "delta-s3-proxy.aot"
    training = [*java_options, f"-XX:AOTCacheOutput={cache}"]
    try:
        first_answer_seconds(
            lambda: targets.our_server(
                "start-training", directory, backend, "proxy", training, jar
            )
        )
    except SystemExit:
        say("this Java makes no AOT cache (25 and later do)")
    if cache.exists():
        results["aot"] = repeat("start-aot", [*java_options, f"-XX:AOTCache={cache}"], jar)
    return results


@contextmanager
def stopping(started):
    """Stops, newest first, what was started in the block, however it ends."""
    try:
        yield started
    finally:
        for server in reversed(started):
            server.stop()
