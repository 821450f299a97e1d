"""Runs each client against a proxy and prints one line for each."""

import argparse
import importlib
import os
import sys
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]
# Name to module: a client that is not installed must not stop the others.
CLIENTS = {
    "delta-rs": "delta_rs",
    "polars": "polars_client",
    "duckdb": "duckdb_client",
    "pyarrow": "pyarrow_client",
    "pandas": "pandas_client",
    "datafusion": "datafusion_client",
    "boto3": "boto",
    "aws-cli": "aws_cli",
    "curl": "curl",
    "javascript": "javascript",
    "snippets": "snippets",
    "trino": "trino",
    "spark": "spark",
}
# What of writing is looked at apart.
OF_WRITES = ("checksums", "conditions", "tags")


def arguments():
    parser = argparse.ArgumentParser(prog="dev/interop/run", description=__doc__)
    parser.add_argument("clients", nargs="*", metavar="CLIENT",
                        help=f"only these: {' '.join(CLIENTS)}")
    parser.add_argument("--endpoint", help="a proxy that serves the sample lake by config.json;"
                        " without it, one is started from target/delta-s3-proxy.war")
    parser.add_argument("--spark", action="store_true",
                        help="Spark too; its libraries are some 350 MB at the first time")
    parser.add_argument("--trino", action="store_true",
                        help="Trino too; its server is some 850 MB at the first time")
    parser.add_argument("--redirects", action="store_true",
                        help="tell instead which clients follow redirects to presigned URLs")
    parser.add_argument("--client-proxy", action="store_true",
                        help="read instead through the proxy beside clients, which follows them")
    parser.add_argument("--s3a", action="store_true",
                        help="with --client-proxy or --redirects: the S3A of two Hadoops too")
    parser.add_argument("--filtered", action="store_true",
                        help="tell instead which clients read a filtered table whole")
    parser.add_argument("--views", action="store_true",
                        help="compare instead what Spark reads of the tests' tables, filtered by"
                        " partition, with what it reads of their views; names are those of tables")
    parser.add_argument("--writes", action="store_true",
                        help="let clients write instead: delta-rs, boto3, aws-cli, and with"
                        f" --spark Spark; also {', '.join(OF_WRITES)}")
    parser.add_argument("--moto", action="store_true",
                        help="with --writes: before moto, which has tags, in place of S3Proxy")
    parser.add_argument("--gateway", action="store_true",
                        help="try boto3 and aws-cli over the gateway instead")
    parser.add_argument("--files", action="store_true",
                        help="try curl, requests, the signing of botocore and tus-js-client over the"
                        " files API instead")
    parser.add_argument("--signed", action="store_true",
                        help="let the proxy verify every signature, by the key of a user")
    given = parser.parse_args()
    if (given.signed or given.filtered or given.views or given.writes) and (given.endpoint or given.redirects):
        parser.error("--signed, --filtered, --views and --writes start a proxy of their own")
    if given.views:
        return given
    known = set(CLIENTS) | (set(OF_WRITES) if given.writes else set()) | set(s3a(given))
    unknown = sorted(set(given.clients) - known)
    if unknown:
        parser.error(f"no such client: {' '.join(unknown)}")
    return given


def s3a(given):
    if not given.s3a:
        return []
    from . import s3a as versions

    return [f"s3a-{version}" for version in versions.VERSIONS]


def run(name, proxy, lake):
    """Answers whether the client read what it should."""
    from .checks import Skipped

    start = time.monotonic()
    read, module = [], None
    try:
        module = importlib.import_module(f".{CLIENTS[name]}", __package__)
        for step in module.read(proxy, lake):
            read.append(step)
        state, end = "ok", ""
    except Skipped as reason:
        state, end = "skipped", str(reason)
    except Exception as error:  # a client fails by errors of its own
        state, end = "FAILED", f"{type(error).__name__}: {error}".replace("\n", " ")
    version = module.VERSION if module else "?"
    said = "; ".join([*read, end] if end else read)
    print(f"{state:8}{name} {version} ({time.monotonic() - start:.1f} s): {said}", flush=True)
    return state != "FAILED"


def main():
    given = arguments()
    if given.files:
        from . import files

        return files.report(REPOSITORY / "target/delta-s3-proxy.war")
    from . import filtered, gateway, redirects, strangers, views, writes
    from .lake import Lake
    from .proxy import OwnServer, Proxy

    # A user's own settings of AWS must not reach a client.
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    names = given.clients or [
        name for name in [*CLIENTS, *s3a(given), *(OF_WRITES if given.writes else ())]
        if (name != "spark" or given.spark) and (name != "trino" or given.trino)]
    war = REPOSITORY / "target/delta-s3-proxy.war"
    if not war.exists() and not given.endpoint:
        raise SystemExit("target/delta-s3-proxy.war is missing: mvn -q package -DskipTests")
    if given.views:
        return views.report(war, given.clients)
    if given.writes:
        return writes.report(war, names, writes.moto if given.moto else writes.upstream)
    if given.gateway:
        return gateway.report(war)
    lake = Lake(REPOSITORY / "sample-lake")
    if given.endpoint and not (given.redirects or given.client_proxy):
        return all([run(name, Proxy(given.endpoint), lake) for name in names])
    if given.client_proxy:
        return redirects.through_helper(war, lake, names)
    if given.redirects:
        return redirects.report(war, lake, names)
    if given.filtered:
        return filtered.report(war, lake, names)
    log = REPOSITORY / "target/interop/proxy.log"
    good = []
    # The clients ask for what the log names and rules forbid; a filtered table names nothing such.
    with OwnServer(war, REPOSITORY, log, {"PROXY_LOG_VIEW": "direct"}, given.signed) as proxy:
        if given.signed:
            strangers.are_refused(proxy)
        good += [run(name, proxy, lake) for name in names if name != "snippets"]
    if "snippets" in names:  # The page is about the sample as it is configured.
        with OwnServer(war, REPOSITORY, log, signed=given.signed) as proxy:
            good.append(run("snippets", proxy, lake))
    return all(good)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
