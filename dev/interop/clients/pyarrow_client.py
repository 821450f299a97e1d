"""PyArrow: its S3 file system, and data sets over it."""

import pyarrow
import pyarrow.dataset
import pyarrow.fs

from .checks import no_forbidden, refused, same
from .lake import BUCKET

VERSION = pyarrow.__version__
DENIED = ("ACCESS_DENIED", "AccessDenied")


def file_system(proxy):
    return pyarrow.fs.S3FileSystem(
        access_key=proxy.access_key, secret_key=proxy.secret_key, region=proxy.region,
        scheme="http", endpoint_override=proxy.authority)


def read(proxy, lake):
    files = file_system(proxy)

    listed = files.get_file_info(pyarrow.fs.FileSelector(f"{BUCKET}/trades", recursive=True))
    keys = {info.path.removeprefix(f"{BUCKET}/"): info.size for info in listed if info.is_file}
    no_forbidden("the listing", keys, lake)
    same("log in the listing", sorted(key for key in keys if "_delta_log" in key), lake.log_keys)
    for key in lake.active_allowed:
        same(f"size of {key}", keys.get(key), len(lake.content(key)))
    yield f"listing {len(keys)} files"

    key = lake.active_allowed[0]
    content = lake.content(key)
    with files.open_input_file(f"{BUCKET}/{key}") as file:
        same("size", file.size(), len(content))
        same("whole file", file.read(), content)
        file.seek(len(content) - 8)
        same("footer", file.read(8), content[-8:])
        same("range", file.read_at(100, 50), content[50:150])
    yield "open_input_file with ranges"

    def open_file(name):
        with files.open_input_file(f"{BUCKET}/{name}") as opened:
            return opened.read()

    refused("a forbidden file", lambda: open_file(lake.active_forbidden[0]), *DENIED)
    refused("a missing file", lambda: open_file("trades/_delta_log/no.json"), "FileNotFoundError")
    same("type of a missing key",
         files.get_file_info(f"{BUCKET}/trades/none").type, pyarrow.fs.FileType.NotFound)
    yield "forbidden and missing files"

    paths = [f"{BUCKET}/{key}" for key in lake.active_allowed]
    rows = pyarrow.dataset.dataset(paths, filesystem=files, format="parquet").count_rows()
    same("rows of all allowed files", rows, len(lake.trades()))
    yield f"data set of allowed files {rows} rows"
