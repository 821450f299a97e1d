"""Load on a target, always bounded in time, with what it cost."""

import json
import os
import resource
import subprocess
import time

from .processes import machine_busy_seconds
from .targets import JAVA, PROGRAMS

GIB = 1024 * 1024 * 1024


class BadAnswers(SystemExit):
    """A target did not answer every request; figures of such a run mean nothing."""


def children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Meter:
    """CPU of a target's process, and the part of the machine that others took meanwhile."""

    def __init__(self, target, backend):
        self.target = target
        self.backend = backend
        self.start = self.read()

    def read(self):
        own = self.target.server.cpu_seconds()
        backend = 0.0 if self.backend is self.target else self.backend.server.cpu_seconds()
        busy, stolen = machine_busy_seconds()
        others = busy - own - backend - children_seconds() + stolen
        return time.monotonic(), own, others

    def result(self):
        wall, own, others = (now - then for now, then in zip(self.read(), self.start))
        share = max(0.0, others) / wall / os.cpu_count()
        return {"cpu_s": own, "rss_mb": self.target.server.rss_mb(), "others": share}


def run(command, seconds):
    try:
        return subprocess.run(
            [str(part) for part in command],
            check=True,
            timeout=seconds,
            capture_output=True,
            text=True,
        ).stdout
    except subprocess.CalledProcessError as failure:
        raise SystemExit(f"{command[0]} failed: {failure.stdout}{failure.stderr}") from failure


def wrk(target, backend, paths_file, connections, seconds):
    """Closed loop of wrk; every answer must be a 2xx or 3xx."""
    threads = min(2, connections)
    meter = Meter(target, backend)
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s"]
    url = f"http://127.0.0.1:{target.port}"
    output = run(
        [*command, "-s", PROGRAMS / "load.lua", url, "--", paths_file], seconds + 60
    )
    line = next(line for line in output.splitlines() if line.startswith("RESULT "))
    result = json.loads(line.removeprefix("RESULT "))
    if result["bad_status"] or result["socket_errors"]:
        raise BadAnswers(f"{target.name} answered with errors: {result}")
    cost = meter.result()
    elapsed = result["micros"] / 1e6
    return {
        "requests_per_s": result["requests"] / elapsed,
        "mb_per_s": result["bytes"] / elapsed / 1e6,
        "cpu_s_per_10k": cost["cpu_s"] / max(1, result["requests"]) * 10_000,
        "cpu_s_per_gib": cost["cpu_s"] / max(1, result["bytes"]) * GIB,
        "p50_ms": result["p50_us"] / 1000,
        "p99_ms": result["p99_us"] / 1000,
        "rss_mb": cost["rss_mb"],
        "others": cost["others"],
    }


def paced(target, path, length, clients, rate, warm, seconds):
    """Clients that pause; p50 and p99 of one request in milliseconds."""
    arguments = [target.port, path, length, clients, rate, warm, seconds]
    output = run([JAVA, "-Xmx128m", PROGRAMS / "PacedClients.java", *arguments], 60 + warm + seconds)
    result = json.loads(output)
    return {"p50_ms": result["p50_us"] / 1000, "p99_ms": result["p99_us"] / 1000}


class SlowReaders:
    """Many readers that take an object in sips until they are told to finish."""

    PATIENCE_S = 30
    DRAIN_S = 60

    def __init__(self, target, path, length, readers):
        command = [JAVA, "-Xmx256m", PROGRAMS / "SlowReaders.java", target.port, path, length]
        command += [readers, self.PATIENCE_S, self.DRAIN_S]
        self.process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def started(self):
        """How many have got their first bytes."""
        return int(self.process.stdout.readline().split()[1])

    def finish(self):
        output, _ = self.process.communicate("finish\n", self.DRAIN_S + 30)
        return json.loads(output)

    def stop(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
