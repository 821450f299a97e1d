"""DataFusion: over data sets and tables of delta-rs, and by its own S3 store."""

import datafusion
from datafusion import SessionContext
from datafusion.object_store import AmazonS3
from deltalake import DeltaTable

from .checks import refused, same, same_rows
from .lake import ALLOWED, BUCKET, in_markets

VERSION = datafusion.__version__
DENIED = ("403", "AccessDenied", "Forbidden", "necessary privileges")
SQL = 'SELECT "MIC", trade_id, quantity FROM trades'


def read(proxy, lake):
    table = DeltaTable("s3://datalake/trades", storage_options=proxy.options())

    data = SessionContext()
    data.register_dataset("trades", table.to_pyarrow_dataset())
    rows = rows_of(data.sql(f"{SQL} WHERE {in_markets(ALLOWED)}"))
    same_rows("register_dataset", rows, lake.trades())
    refused("register_dataset without a filter", lambda: rows_of(data.sql(SQL)), *DENIED)
    yield f"data set of delta-rs by MIC IN (...) {len(rows)} rows, without a filter refused"

    tables = context(proxy)
    tables.register_table("trades", table)
    yield table_of_delta_rs(tables)

    files = context(proxy)
    count = sum(files.read_parquet(f"s3://{BUCKET}/{key}").count() for key in lake.active_allowed)
    same("rows of the allowed files", count, len(lake.trades()))
    key = lake.active_forbidden[0]
    refused("a forbidden file", lambda: files.read_parquet(f"s3://{BUCKET}/{key}").count(), *DENIED)
    yield f"read_parquet {count} rows, forbidden file refused"


def table_of_delta_rs(session):
    """Whether a table of delta-rs finds its store in a session of another build of DataFusion."""
    try:
        rows = rows_of(session.sql(f"{SQL} WHERE {in_markets(ALLOWED)}"))
    except Exception as error:  # DataFusion's own are plain ones
        if "No suitable object store" not in str(error):
            raise
        return "register_table of delta-rs finds no object store"
    return f"register_table of delta-rs by MIC IN (...) {len(rows)} rows"


def context(proxy):
    """A session that knows the bucket."""
    session = SessionContext()
    session.register_object_store("s3://", AmazonS3(
        bucket_name=BUCKET, region=proxy.region, endpoint=proxy.endpoint, allow_http=True,
        access_key_id=proxy.access_key, secret_access_key=proxy.secret_key), BUCKET)
    return session


def rows_of(frame):
    columns = frame.to_pydict()
    return sorted(zip(*(columns[name] for name in ("MIC", "trade_id", "quantity"))))
