"""DuckDB: over a data set of delta-rs, and by its own httpfs."""

from pathlib import Path

import duckdb
from deltalake import DeltaTable

from .checks import no_forbidden, refused, same, same_rows
from .lake import ALLOWED, in_markets

VERSION = duckdb.__version__
DENIED = ("403", "AccessDenied", "Forbidden")
COLUMNS = '"MIC", trade_id, quantity'


def read(proxy, lake):
    connection = duckdb.connect()
    table = DeltaTable("s3://datalake/trades", storage_options=proxy.options())
    # The filter belongs here: DuckDB's own comes after the files are opened.
    trades = table.to_pyarrow_dataset(partitions=[("MIC", "in", list(ALLOWED))])
    connection.register("trades", trades)
    rows = connection.execute(f"SELECT {COLUMNS} FROM trades").fetchall()
    same_rows("over delta-rs", rows, lake.trades())
    yield f"over delta-rs {len(rows)} rows"

    missing = connect_httpfs(connection, proxy)
    if missing:
        yield missing
        return
    found = connection.execute("SELECT file FROM glob('s3://datalake/trades/**')").fetchall()
    names = [name.removeprefix("s3://datalake/") for (name,) in found]
    no_forbidden("glob", names, lake)
    same("allowed files of glob", sorted(set(names) & set(lake.active_allowed)),
         lake.active_allowed)
    count = sum(
        connection.execute(f"SELECT count(*) FROM 's3://datalake/{key}'").fetchone()[0]
        for key in lake.active_allowed)
    same("rows of the allowed files", count, len(lake.trades()))
    key = lake.active_forbidden[0]
    refused("a forbidden file",
            lambda: connection.execute(f"SELECT * FROM 's3://datalake/{key}'").fetchall(), *DENIED)
    yield f"httpfs glob of {len(names)} files, {count} rows, forbidden file refused"

    missing = extension(connection, "delta")
    if missing:
        yield missing
        return
    sql = f"SELECT {COLUMNS} FROM delta_scan('s3://datalake/trades')"
    parts = " UNION ALL ".join(f"{sql} WHERE \"MIC\" = '{market}'" for market in ALLOWED)
    rows = connection.execute(parts).fetchall()
    same_rows("delta_scan", rows, lake.trades())
    refused("delta_scan without a filter", lambda: connection.execute(sql).fetchall(), *DENIED)
    yield f"delta_scan by MIC = ... {len(rows)} rows"

    # An IN is only a hint to its scan; a DuckDB that prunes by it is as welcome.
    try:
        rows = connection.execute(f"{sql} WHERE {in_markets(ALLOWED)}").fetchall()
    except duckdb.Error as error:
        if not any(sign in str(error) for sign in DENIED):
            raise
        yield "delta_scan by MIC IN (...) opens forbidden files too and is refused"
        return
    same_rows("delta_scan by IN", rows, lake.trades())
    yield "delta_scan by MIC IN (...) prunes"


def connect_httpfs(connection, proxy):
    """Prepares s3:// addresses; says why when it cannot."""
    missing = extension(connection, "httpfs")
    if not missing:
        connection.execute(f"""CREATE SECRET (TYPE s3, KEY_ID '{proxy.access_key}',
            SECRET '{proxy.secret_key}', REGION '{proxy.region}', ENDPOINT '{proxy.authority}',
            URL_STYLE 'path', USE_SSL false)""")
    return missing


def extension(connection, name):
    """Loads an extension from its Python package; says why when it cannot."""
    try:
        package = __import__(f"duckdb_extension_{name}")
    except ImportError:
        return f"{name} is not on PyPI for this platform and was left out"
    files = list(Path(package.__file__).parent.rglob(f"{name}.duckdb_extension"))
    connection.execute(f"LOAD '{files[0]}'")
    return None
