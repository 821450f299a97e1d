"""delta-rs, the Python package deltalake."""

import deltalake
from deltalake import DeltaTable

from .checks import refused, same, same_rows
from .lake import ALLOWED, FIRST_VERSION_WITH_ROWS, FORBIDDEN, in_markets, query, trade_rows

VERSION = deltalake.__version__
DENIED = ("necessary privileges", "AccessDenied", "403")


def read(proxy, lake):
    options = proxy.options()
    trades = DeltaTable("s3://datalake/trades", storage_options=options)
    same("newest version", trades.version(), lake.version)

    frame = trades.to_pandas(partitions=[("MIC", "in", list(ALLOWED))])
    rows = sorted(zip(frame["MIC"], frame["trade_id"], frame["quantity"]))
    same_rows("to_pandas", rows, lake.trades())
    yield f"to_pandas(partitions) {len(rows)} rows"

    refused("to_pandas without a filter", trades.to_pandas, *DENIED)
    yield "without a filter refused"

    versions = range(FIRST_VERSION_WITH_ROWS, lake.version + 1)
    for version in versions:
        older = DeltaTable("s3://datalake/trades", version=version, storage_options=options)
        allowed = query(older, f"SELECT * FROM t WHERE {in_markets(ALLOWED)}")
        same_rows(f"version {version}", trade_rows(allowed), lake.trades(version))
        for market in FORBIDDEN:
            sql = f"SELECT * FROM t WHERE {in_markets([market])}"
            refused(f"{market} of version {version}", lambda: query(older, sql), *DENIED)
    with_vectors = lake.versions_with_vectors
    same("a version with deletion vectors is in the sample", bool(with_vectors), True)
    yield (f"QueryBuilder, all {len(versions)} versions, "
           f"{with_vectors[0]} to {with_vectors[-1]} with deletion vectors")

    reference = DeltaTable("s3://datalake/reference", storage_options=options)
    count = len(reference.to_pandas())
    same("rows of reference", count, lake.reference_count())
    yield f"reference {count} rows"
