"""pandas: over delta-rs, and its own read_parquet by PyArrow's S3 file system."""

import pandas
from deltalake import DeltaTable

from .checks import refused, same, same_rows
from .lake import ALLOWED, BUCKET
from .pyarrow_client import DENIED, file_system

VERSION = pandas.__version__


def read(proxy, lake):
    table = DeltaTable("s3://datalake/trades", storage_options=proxy.options())
    frame = table.to_pandas(filters=[("MIC", "in", list(ALLOWED))])
    rows = sorted(zip(frame["MIC"], frame["trade_id"], frame["quantity"]))
    same_rows("to_pandas", rows, lake.trades())
    yield f"to_pandas(filters) of delta-rs {len(rows)} rows"

    files = file_system(proxy)

    def parquet(key):
        return pandas.read_parquet(f"{BUCKET}/{key}", filesystem=files)

    count = sum(len(parquet(key)) for key in lake.active_allowed)
    same("rows of the allowed files", count, len(lake.trades()))
    refused("a forbidden file", lambda: parquet(lake.active_forbidden[0]), *DENIED)
    yield f"read_parquet of the allowed files {count} rows, forbidden file refused"
