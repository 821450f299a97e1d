"""Spark with Delta and S3A, on a JVM of its own."""

import os
import re
import subprocess
from pathlib import Path

from .checks import Skipped, Wrong, same, same_rows
from .lake import FIRST_VERSION_WITH_ROWS

SOURCES = Path(__file__).parent.parent / "spark"
POM = (SOURCES / "pom.xml").read_text()
VERSION = " ".join(
    f"{name} {re.search(f'<{name}.version>(.*?)<', POM).group(1)}"
    for name in ("spark", "delta", "hadoop"))
# What Spark's own start script opens.
OPENED = ("java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util "
          "java.util.concurrent java.util.concurrent.atomic jdk.internal.ref sun.nio.ch "
          "sun.nio.cs sun.security.action sun.util.calendar").split()


def read(proxy, lake):
    # Before, with and after deletion vectors.
    versions = sorted({FIRST_VERSION_WITH_ROWS, *lake.versions_with_vectors[::3], lake.version})
    lines = ask(proxy, versions)
    for version in versions:
        rows = [(market, int(trade), int(quantity)) for kind, number, market, trade, quantity
                in (line for line in lines if line[0] == "trade") if int(number) == version]
        same_rows(f"version {version}", rows, lake.trades(version))
    yield f"versions {versions} by MIC in (...), {len(rows)} rows in the newest"
    answers = {line[0]: line[1] for line in lines if line[0] != "trade"}
    same("rows of reference", int(answers["reference"]), lake.reference_count())
    same("without a filter", answers["unfiltered"], "refused")
    yield f"reference {answers['reference']} rows, without a filter refused"


def ask(proxy, versions):
    """Runs ReadThroughProxy and answers the fields of its lines."""
    return run("ReadThroughProxy", [proxy.endpoint, *map(str, versions)], proxy.environment())


def run(program, arguments, environment=None, timeout=600):
    """Runs a program of `spark/` and answers the fields of its lines."""
    home = os.environ.get("SPARK_JAVA_HOME")
    if not home:
        raise Skipped("no Java 17 or 21 was found: set SPARK_JAVA_HOME to it")
    work = Path(__file__).parents[3] / "target/interop/spark"
    work.mkdir(parents=True, exist_ok=True)
    built = subprocess.run(
        ["mvn", "-B", "-q", "-f", str(SOURCES / "pom.xml"), "compile",
         "dependency:build-classpath", f"-Dmdep.outputFile={work / 'classpath'}"],
        capture_output=True, text=True, check=False)
    if built.returncode:
        raise Wrong(f"mvn: {built.stdout[-600:]}")
    class_path = f"{SOURCES / 'target/classes'}:{(work / 'classpath').read_text().strip()}"
    options = [f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in OPENED]
    log = work / f"{program}.log"
    with open(log, "w") as errors:
        ended = subprocess.run(
            [f"{home}/bin/java", "-Xmx2g", "-XX:+IgnoreUnrecognizedVMOptions",
             "--enable-native-access=ALL-UNNAMED", *options, f"-Djava.io.tmpdir={work}",
             "-cp", class_path, f"io.deltas3proxy.dev.interop.{program}", *arguments],
            cwd=work, env=environment, stdout=subprocess.PIPE, stderr=errors, text=True,
            timeout=timeout, check=False)
    if ended.returncode:
        raise Wrong(f"exit {ended.returncode}, see {log}: {log.read_text()[-600:]}")
    return [line.split("\t") for line in ended.stdout.splitlines()]
