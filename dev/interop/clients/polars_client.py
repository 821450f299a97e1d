"""Polars: Delta tables through PyArrow, single files by its own reader."""

import polars
from polars import col

from .checks import Wrong, refused, same, same_rows
from .lake import ALLOWED

VERSION = polars.__version__
DENIED = ("necessary privileges", "AccessDenied", "403", "Forbidden")


def rows_of(frame):
    return sorted(frame.select("MIC", "trade_id", "quantity").rows())


def read(proxy, lake):
    options = proxy.options()

    def trades(**more):
        scan = polars.scan_delta("s3://datalake/trades", storage_options=options, **more)
        return scan.filter(col("MIC").is_in(ALLOWED)).collect()

    rows = rows_of(trades(use_pyarrow=True))
    same_rows("scan_delta", rows, lake.trades())
    yield f"scan_delta(use_pyarrow=True) {len(rows)} rows"

    everything = polars.scan_delta(
        "s3://datalake/trades", storage_options=options, use_pyarrow=True)
    refused("scan_delta without a filter", everything.collect, "ACCESS_DENIED", *DENIED)

    key, forbidden = lake.active_allowed[0], lake.active_forbidden[0]
    frame = polars.scan_parquet(f"s3://datalake/{key}", storage_options=options).collect()
    local = polars.read_parquet(lake.directory / key)
    same(f"content of {key}", frame.equals(local), True)
    refused("scan_parquet of a forbidden file",
            polars.scan_parquet(f"s3://datalake/{forbidden}", storage_options=options).collect,
            *DENIED)
    yield f"scan_parquet {frame.height} rows, forbidden file refused"

    reference = polars.scan_delta("s3://datalake/reference", storage_options=options).collect()
    same("rows of reference", reference.height, lake.reference_count())
    yield f"native scan_delta of reference {reference.height} rows"

    # It looks into the files before it looks at the filter; a Polars that prunes is as welcome.
    try:
        same_rows("native scan_delta", rows_of(trades()), lake.trades())
        yield "native scan_delta of trades prunes"
    except Wrong:
        raise
    except Exception as error:
        if not any(sign in str(error) for sign in DENIED):
            raise
        yield "native scan_delta of trades opens forbidden files too and is refused"
