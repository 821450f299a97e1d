"""One run, from the objects to the report."""

import argparse
import json
import os
import platform
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from . import experiments, lake, report, targets
from .listing import Listing

EXPERIMENTS = ("throughput", "authentication", "redirects", "latency", "slow", "start")
WAR = targets.REPOSITORY / "target" / "delta-s3-proxy.war"
OUTPUT = targets.REPOSITORY / "target" / "bench"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


def arguments():
    parser = argparse.ArgumentParser(
        prog="dev/bench/run", description="Measures the proxy beside nginx and direct access."
    )
    parser.add_argument("--quick", action="store_true", help="short: good for ratios to 20 %%")
    parser.add_argument("--gaul", action="store_true", help="measure gaul s3proxy too")
    parser.add_argument("--without-ours", action="store_true", help="only what ours is held against")
    parser.add_argument("--only", default=",".join(EXPERIMENTS), help="default: %(default)s")
    parser.add_argument("--rounds", type=int, help="default 3, quick 1")
    parser.add_argument("--seconds", type=int, help="of each measurement; default 10, quick 4")
    parser.add_argument("--warm-up", type=int, help="seconds; default 45, quick 8")
    parser.add_argument("--nginx-workers", default="auto", help="of the reverse proxies")
    parser.add_argument("--war", type=Path, default=WAR)
    parser.add_argument(
        "--java-options",
        default="-XX:+UseParallelGC -Xmx256m",
        help="of our process; default: %(default)s",
    )
    parser.add_argument("--jfr", type=Path, help="write a flight recording of our process")
    parser.add_argument("--output", type=Path, default=OUTPUT, help="directory of the results")
    parser.add_argument("--docs", type=Path, help="put the report into this document too")
    options = parser.parse_args()
    options.only = options.only.split(",")
    unknown = set(options.only) - set(EXPERIMENTS)
    if unknown:
        parser.error(f"no such experiment: {', '.join(unknown)}; there are {', '.join(EXPERIMENTS)}")
    if not options.without_ours and not options.war.exists():
        parser.error(f"{options.war} is missing: run `mvn package` first")
    return options


def version(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines()[0].strip()


def machine():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "unknown")
    memory = Path("/proc/meminfo").read_text().split()[1]
    return (
        f"{os.cpu_count()} cores ({model}), {int(memory) // 1024 // 1024} GiB, Linux "
        f"{platform.release().split('-')[0]}; {version(targets.JAVA, '-version')}; "
        f"{version('nginx', '-v').removeprefix('nginx version: ')}"
    )


def recording(file):
    """Options that make Java record where its time goes; samples of CPU time from Java 25 on."""
    if not file:
        return []
    settings = "settings=profile,jdk.CPUTimeSample#enabled=true"
    return [f"-XX:StartFlightRecording=filename={file.resolve()},{settings}"]


def measure(options, plan, directory, started, results):
    """Fills in the results one by one, so that a failure does not lose the earlier ones."""
    listing = Listing(directory / "objects")
    started.append(listing)
    lake.write(directory / "objects")
    backend = targets.direct(directory, directory / "objects", listing.port)
    started.append(backend.server)

    def start(target):
        started.append(target.server)
        return target

    workers = options.nginx_workers
    others = [
        start(targets.reverse_proxy("nginx", directory, backend, "", workers)),
        start(targets.reverse_proxy("nginx-tuned", directory, backend, targets.TUNED, workers)),
    ]
    if options.gaul:
        others.append(start(targets.gaul(directory, backend)))
    java_options = options.java_options.split()
    war = options.war.resolve()
    ours = None
    if not options.without_ours:
        flags = java_options + recording(options.jfr)
        ours = start(targets.ours("ours", directory, backend, "proxy", flags, war))
        others.append(ours)
    experiments.check(backend, others)
    if ours:
        experiments.check_forbidden(ours)
    every = [backend, *others]
    if {"throughput", "latency", "slow"} & set(options.only):
        experiments.warm_up(directory, backend, every, plan)
    if "throughput" in options.only:
        results["throughput"] = experiments.throughput(directory, backend, every, plan)
    if "latency" in options.only:
        results["latency"] = experiments.latency(every, plan)
    if "slow" in options.only:
        some = [target for target in every if target.name in ("nginx-tuned", "ours")]
        results["slow"] = experiments.slow_readers(directory, backend, some, plan)
    if ours and "authentication" in options.only:
        required = start(
            targets.ours("required", directory, backend, "proxy", java_options, war, users=True)
        )
        results["authentication"] = experiments.authentication(
            directory, backend, ours, required, plan
        )
        required.server.stop()
    if ours:
        # One proxy at a time: an idle one has its memory, but no share in what follows.
        ours.server.stop()
    if ours and "redirects" in options.only:
        redirecting = start(
            targets.ours("redirecting", directory, backend, "presignedUrl", java_options, war)
        )
        results["redirects"] = experiments.redirects(directory, backend, redirecting, plan)
        redirecting.server.stop()
    if ours and "start" in options.only:
        results["start"] = experiments.start_times(directory, backend, war, java_options, plan)


def put_into(document, text):
    before, _, rest = document.read_text().partition(BEGIN)
    _, _, after = rest.partition(END)
    document.write_text(f"{before}{BEGIN}\n{text}{END}{after}")


def write(options, results):
    options.output.mkdir(parents=True, exist_ok=True)
    (options.output / "results.json").write_text(json.dumps(results, indent=2))
    text = report.markdown(results)
    (options.output / "results.md").write_text(text)
    if options.docs:
        put_into(options.docs, text)
    print(f"\n{text}\nWritten to {options.output}/results.md and results.json")


def give_up(number, _frame):
    """As an exception it passes through all that stops what was started."""
    raise SystemExit(f"stopped by signal {number}")


def main():
    options = arguments()
    plan = experiments.Plan(options.quick, options.rounds, options.seconds, options.warm_up)
    directory = Path(tempfile.mkdtemp(prefix="delta-s3-proxy-bench-"))
    # The workers of an nginx that root started are nobody.
    directory.chmod(0o755)
    results = {
        "date": time.strftime("%Y-%m-%d"),
        "machine": machine(),
        "how": f"{plan.rounds} rounds of {plan.seconds} s, after {plan.warm_up} s of warm-up; "
        f"our Java options `{options.java_options}`; nginx with "
        f"`worker_processes {options.nginx_workers}`.",
    }
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, give_up)
    try:
        with experiments.stopping([]) as started:
            measure(options, plan, directory, started, results)
    finally:
        write(options, results)
        if os.environ.get("BENCH_KEEP"):
            print(f"kept {directory}")
        else:
            shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
