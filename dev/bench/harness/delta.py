"""The index of a large table: written as a log alone, read, kept, followed and asked."""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import report
from .processes import machine_busy_seconds
from .targets import JAVA, REPOSITORY

PROGRAM = "io.deltas3proxy.bench.DeltaFigures"
BENCH = REPOSITORY / "dev" / "bench" / "jmh"
BEGIN, END = "<!-- delta: begin -->", "<!-- delta: end -->"
HEAPS = (64, 96, 128, 160, 192, 256, 384, 512, 768, 1024, 1536, 2048)


def arguments():
    parser = argparse.ArgumentParser(
        prog="dev/bench/run delta", description="Measures the index of a table of many files."
    )
    parser.add_argument("--files", type=int, default=1_000_000, help="default: %(default)s")
    parser.add_argument(
        "--form",
        default="classic",
        choices=("classic", "multipart", "v2"),
        help="of the checkpoint; the others are written in parts, for more files; default: %(default)s",
    )
    parser.add_argument("--heap", type=int, default=512, help="MiB; default: %(default)s")
    parser.add_argument("--rounds", type=int, default=4, help="default: %(default)s")
    parser.add_argument("--smallest-heap", action="store_true", help="find what loading needs")
    parser.add_argument("--table", type=Path, help="one that is there already, or to be kept")
    parser.add_argument("--docs", type=Path, help="put the table into this document")
    return parser.parse_args()


def run(heap, *command, seconds=None, options=()):
    options = ["-XX:+UseParallelGC", "--enable-native-access=ALL-UNNAMED", f"-Xmx{heap}m", *options]
    classes = str(BENCH / "target" / "benchmarks.jar")
    return subprocess.run(
        [JAVA, *options, "-cp", classes, PROGRAM, *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=seconds,
    )


def figures(output):
    found = {}
    for line in output.splitlines():
        name, sign, value = line.partition("=")
        if sign:
            found.setdefault(name, []).append(float(value))
    return found


def smallest_heap(table, seconds):
    """The least of some heaps in which the log is read in a time; None if none is enough."""
    enough = None
    for heap in reversed(HEAPS):
        try:
            if run(heap, "load", table, seconds=seconds).returncode:
                break
        except subprocess.TimeoutExpired:
            # All the time goes to collecting garbage.
            break
        enough = heap
    return enough


def spread(values, unit, digits=2):
    return (
        f"{statistics.median(values):,.{digits}f} {unit} "
        f"({min(values):,.{digits}f} to {max(values):,.{digits}f})"
    )


def markdown(options, found, others, heap):
    files = found["files"][0]
    # The first round also starts up: classes, compilation, the page cache.
    scans, loads = found["scan"][1:], found["load"][1:]
    ratios = [load / scan for load, scan in zip(loads, scans)]
    commits = found["commit"][10:]
    asked = f"{max(found['commit_lists']):.0f} LIST, {max(found['commit_gets']):.0f} GET"
    rows = [
        ["Kernel's bare scan, first", f"{found['scan'][0]:.2f} s", ""],
        ["Kernel's bare scan, warm", spread(scans, "s"), ""],
        ["index from the log, warm", spread(loads, "s"), ""],
        ["against the bare scan", spread(ratios, "times"), "at most 2"],
        ["heap of the index, as it says", f"{found['known_bytes'][0] / files:.1f} bytes a file", "at most 40"],
        ["heap of the index, as the JVM says", f"{found['heap_bytes'][0] / files:.1f} bytes a file", "at most 40"],
        ["decision on a file, CPU time", spread(found["decision"], "ns", 0), "about 100"],
        ["a new commit", spread(commits, "ms", 1) + ", " + asked, "under 50 ms, 1 LIST, 1 GET"],
        ["kept file", f"{found['file_bytes'][0] / files:.1f} bytes a file", ""],
        ["writing it", f"{found['save'][0]:.2f} s", ""],
        ["index from its file", spread(found["restore"][1:], "s"), ""],
    ]
    if heap:
        rows.append(["smallest heap that reads the log", f"{heap} MiB", "512 MiB for all"])
    head = f"{files:,.0f} files, {found['partitions'][0]:,.0f} partitions, {options.form} checkpoint"
    return (
        f"Measured {time.strftime('%Y-%m-%d')}, {options.rounds} rounds, `-Xmx{options.heap}m`, "
        f"parallel collector, files of a local disk; other processes took {others:.0%} of the "
        f"machine.\n\n{report.table([head, 'median (least to most)', 'goal'], rows)}\n"
    )


def put_into(document, text, begin=BEGIN, end=END):
    before, _, rest = document.read_text().partition(begin)
    _, _, after = rest.partition(end)
    if not rest:
        raise SystemExit(f"{document} has no {begin}")
    document.write_text(f"{before}{begin}\n{text}{end}{after}")


def measured(options, table):
    """The figures, and which share of the machine others had meanwhile."""
    start, busy = time.monotonic(), machine_busy_seconds()[0]
    before = own_seconds()
    done = run(options.heap, "measure", table, options.rounds)
    if done.returncode:
        sys.exit(f"measuring failed:\n{done.stderr}")
    used = machine_busy_seconds()[0] - busy - (own_seconds() - before)
    return figures(done.stdout), max(0.0, used / (time.monotonic() - start) / os.cpu_count())


def own_seconds():
    """CPU seconds of the processes that were waited for."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main():
    options = arguments()
    table = options.table or Path(tempfile.mkdtemp(prefix="delta-s3-proxy-bench-"))
    try:
        if not (table / "_delta_log").exists():
            done = run(3072, "write", table, options.files, options.form)
            if done.returncode:
                sys.exit(f"the table was not written:\n{done.stderr}")
        found, others = measured(options, table)
        heap = smallest_heap(table, 10 * max(found["load"]) + 20) if options.smallest_heap else None
        text = markdown(options, found, others, heap)
        print(text)
        if options.docs:
            put_into(options.docs, text)
    finally:
        if not options.table:
            shutil.rmtree(table, ignore_errors=True)


if __name__ == "__main__":
    main()
