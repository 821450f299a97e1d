"""Hadoop's S3A by itself: of Hadoop 3.3, over the first AWS SDK for Java, and of 3.5, over the second."""

import hashlib
import os
import re
import subprocess
from pathlib import Path

from .checks import Wrong, same
from .lake import BUCKET

SOURCES = Path(__file__).parent.parent / "s3a"
POM = (SOURCES / "pom.xml").read_text()
VERSIONS = re.findall("<hadoop.version>(.*?)<", POM)
VERSION = " and ".join(VERSIONS)


def class_path(version):
    work = Path(__file__).parents[3] / f"target/interop/s3a-{version}"
    work.mkdir(parents=True, exist_ok=True)
    profile = f"-Ps3a-{version.rpartition('.')[0]}"
    built = subprocess.run(
        ["mvn", "-B", "-q", "-f", str(SOURCES / "pom.xml"), profile, "compile",
         "dependency:build-classpath", f"-Dmdep.outputFile={work / 'classpath'}"],
        capture_output=True, text=True, check=False)
    if built.returncode:
        raise Wrong(f"mvn: {built.stdout[-600:]}")
    return f"{SOURCES / 'target/classes'}:{(work / 'classpath').read_text().strip()}"


def reads(version):
    """Answers what reads a file by this version's S3A: by its endpoint, and by its HTTP proxy."""
    def read(proxy, lake, key):
        classes = class_path(version)
        ways = [[proxy.endpoint]]
        if proxy.upstream:
            ways.append([proxy.upstream, "127.0.0.1", str(proxy.port)])
        for endpoint, *by_proxy in ways:
            home = os.environ.get("SPARK_JAVA_HOME") or os.environ["JAVA_HOME"]
            ended = subprocess.run(
                [f"{home}/bin/java", "-cp", classes, "io.deltas3proxy.dev.interop.ReadByS3a", endpoint,
                 BUCKET, key, proxy.access_key, proxy.secret_key, *by_proxy],
                env=proxy.environment(), capture_output=True, text=True, timeout=180, check=False)
            same(ended.stderr[-600:], ended.returncode, 0)
            answers = dict(line.split("\t") for line in ended.stdout.splitlines())
            content = lake.content(key)
            same("version", answers["version"], version)
            same("size", int(answers["size"]), len(content))
            same("content", answers["sha256"], hashlib.sha256(content).hexdigest())
            same("tail", answers["tail"], "fits")
            same("missing", answers["missing"], "not found")
    return read
