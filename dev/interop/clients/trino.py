"""Trino, a server of its own with one catalog whose files are behind the proxy."""

import contextlib
import json
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import time
import urllib.request
from pathlib import Path

from .checks import Skipped, Wrong, refused, same, same_rows
from .lake import ALLOWED, FIRST_VERSION_WITH_ROWS, in_markets
from .proxy import free_port

# The newest whose server is on Maven Central.
VERSION = "476"
LEAST_JAVA = 24
WORK = Path(__file__).parents[3] / "target/interop/trino"
START_SECONDS = 180
QUERY_SECONDS = 120
COLUMNS = '"MIC", trade_id, quantity'
SCHEMA = "lake.interop"


def read(proxy, lake):
    with server(proxy) as ask:
        # From a checkpoint with deletion vectors, which the table has given up later, Trino 476 reads
        # deleted rows too, wherever the table lies: versions 11 to 13 of the sample are left out.
        versions = sorted({FIRST_VERSION_WITH_ROWS, *lake.versions_with_vectors[:6:3], lake.version})
        for version in versions:
            rows = trades(ask, f"FOR VERSION AS OF {version} WHERE {in_markets(ALLOWED)}")
            same_rows(f"version {version}", rows, lake.trades(version))
        yield f"versions {versions} by MIC IN (...), {len(rows)} rows in the newest"
        count = len(ask(f"SELECT * FROM {SCHEMA}.reference"))
        same("rows of reference", count, lake.reference_count())
        refused("without a filter", lambda: trades(ask), "403", "Access Denied", "Forbidden")
        yield f"reference {count} rows, without a filter refused"


def trades(ask, more=""):
    rows = ask(f"SELECT {COLUMNS} FROM {SCHEMA}.trades {more}")
    return [(market, int(trade), int(quantity)) for market, trade, quantity in rows]


@contextlib.contextmanager
def server(proxy):
    """Starts Trino and registers both tables; gives a function that runs a statement."""
    home = installed()
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        port = free_port()
        configure(directory, port, proxy)
        command = [
            os.path.join(os.environ["JAVA_HOME"], "bin", "java"), "-Xmx2g",
            "--add-modules=jdk.incubator.vector", "-Djdk.attach.allowAttachSelf=true",
            "--enable-native-access=ALL-UNNAMED", f"-Dconfig={directory}/etc/config.properties",
            "-Dnode.environment=interop", "-Dnode.id=interop", f"-Dnode.data-dir={directory}/data",
            "-cp", f"{home}/lib/*", "io.trino.server.TrinoServer"]
        with open(WORK / "server.log", "wb") as log:
            process = subprocess.Popen(command, cwd=directory, stdin=subprocess.DEVNULL,
                                       env=proxy.environment(), stdout=log, stderr=log)
        try:
            await_start(process, port)

            def ask(statement):
                return run(port, statement)

            ask(f"CREATE SCHEMA {SCHEMA}")
            for table in ("trades", "reference"):
                ask(f"CALL lake.system.register_table('interop', '{table}',"
                    f" 's3://datalake/{table}')")
            yield ask
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def installed():
    """The directory of the server, with the plugin of Delta alone."""
    java = os.path.join(os.environ["JAVA_HOME"], "bin", "java")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    if int(re.search(r'version "(\d+)', said).group(1)) < LEAST_JAVA:
        raise Skipped(f"Trino {VERSION} runs on Java {LEAST_JAVA} or later")
    home = WORK / VERSION
    if home.exists():
        return home
    WORK.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["mvn", "-B", "-q", "dependency:copy", "-Dmdep.useBaseVersion=true",
         f"-Dartifact=io.trino:trino-server:{VERSION}:tar.gz", f"-DoutputDirectory={WORK}"],
        check=True, cwd=WORK, capture_output=True)
    archive = WORK / f"trino-server-{VERSION}.tar.gz"
    unpacked = WORK / "unpacked"
    shutil.rmtree(unpacked, ignore_errors=True)
    # All of it at first: files of plugins are links to those of others.
    with tarfile.open(archive) as tar:
        tar.extractall(unpacked, filter="data")
    for plugin in (unpacked / f"trino-server-{VERSION}/plugin").iterdir():
        if plugin.name != "delta-lake":
            shutil.rmtree(plugin)
    (unpacked / f"trino-server-{VERSION}").rename(home)
    archive.unlink()
    return home


def configure(directory, port, proxy):
    (directory / "etc/catalog").mkdir(parents=True)
    (directory / "data").mkdir()
    (directory / "metastore").mkdir()
    (directory / "plugin").symlink_to(WORK / VERSION / "plugin")
    properties(directory / "etc/config.properties", {
        "coordinator": "true",
        "node-scheduler.include-coordinator": "true",
        "http-server.http.port": port,
        "discovery.uri": f"http://localhost:{port}",
        "catalog.management": "static",
    })
    properties(directory / "etc/catalog/lake.properties", {
        "connector.name": "delta_lake",
        "hive.metastore": "file",
        "hive.metastore.catalog.dir": "local:///",
        "delta.register-table-procedure.enabled": "true",
        "fs.native-local.enabled": "true",
        "local.location": directory / "metastore",
        "fs.native-s3.enabled": "true",
        "s3.endpoint": proxy.endpoint,
        "s3.region": proxy.region,
        "s3.path-style-access": "true",
        "s3.aws-access-key": proxy.access_key,
        "s3.aws-secret-key": proxy.secret_key,
        "s3.max-error-retries": 2,
    })


def properties(file, values):
    file.write_text("".join(f"{name}={value}\n" for name, value in values.items()))


def await_start(process, port):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/v1/info", timeout=2) as answer:
                if not json.load(answer)["starting"]:
                    return
        except OSError:
            pass
        time.sleep(0.5)
    raise Wrong(f"Trino did not start: see {WORK / 'server.log'}")


def run(port, statement):
    """Runs a statement and answers its rows."""
    request = urllib.request.Request(
        f"http://localhost:{port}/v1/statement", statement.encode(), {"X-Trino-User": "interop"})
    end = time.monotonic() + QUERY_SECONDS
    rows = []
    while time.monotonic() < end:
        with urllib.request.urlopen(request, timeout=30) as answer:
            said = json.load(answer)
        if "error" in said:
            failure = said["error"]
            causes = []
            cause = failure.get("failureInfo")
            while cause:
                causes.append(str(cause.get("message")))
                cause = cause.get("cause")
            raise Wrong(f"{failure['errorName']}: {' / '.join(causes)}")
        rows += said.get("data", [])
        if "nextUri" not in said:
            return [tuple(row) for row in rows]
        request = said["nextUri"]
    raise Wrong(f"no answer in {QUERY_SECONDS} s: {statement}")
