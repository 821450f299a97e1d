"""What the clients must read: the sample lake as its own directory and logs have it."""

import json
from pathlib import Path

import pyarrow
from deltalake import DeltaTable, QueryBuilder

BUCKET = "datalake"
ALLOWED = ("XETR", "XLON")
FORBIDDEN = ("XMIL", "XPAR")
FIRST_VERSION_WITH_ROWS = 1


class Lake:
    """The tables `trades` and `reference` below one directory."""

    def __init__(self, directory):
        self.directory = directory
        self.version = DeltaTable(str(directory / "trades")).version()
        self.allowed_keys, self.forbidden_keys = self._keys()
        self.versions_with_vectors = [
            version for version in range(self.version + 1)
            if DeltaTable(str(directory / "trades"), version=version)
            .deletion_vectors().read_all().num_rows]
        newest = DeltaTable(str(directory / "trades"))
        active = {f"trades/{path}" for path in _relative(newest)}
        self.active_allowed = sorted(active & self.allowed_keys)
        self.active_forbidden = sorted(active & self.forbidden_keys)
        self.reference_keys = sorted(
            f"reference/{path}" for path in _relative(DeltaTable(str(directory / "reference")))
        )
        self.log_keys = sorted(
            f"trades/_delta_log/{file.name}"
            for file in (directory / "trades/_delta_log").iterdir()
            if not file.name.startswith(".")
        )

    def trades(self, version=None, markets=ALLOWED):
        """Rows as (MIC, trade_id, quantity), sorted."""
        table = DeltaTable(str(self.directory / "trades"), version=version)
        return trade_rows(query(table, f"SELECT * FROM t WHERE {in_markets(markets)}"))

    def reference_count(self):
        table = DeltaTable(str(self.directory / "reference"))
        return query(table, "SELECT * FROM t").num_rows

    @staticmethod
    def work():
        """A directory for what a client writes."""
        directory = Path(__file__).parents[3] / "target/interop/work"
        directory.mkdir(parents=True, exist_ok=True)
        return directory

    def content(self, key):
        return (self.directory / key).read_bytes()

    def _keys(self):
        """Every data file that any version of the log names, by whether it is allowed."""
        allowed, forbidden = set(), set()
        for commit in sorted((self.directory / "trades/_delta_log").glob("*.json")):
            for line in commit.read_text().splitlines():
                add = json.loads(line).get("add")
                if add:
                    market = add["partitionValues"]["MIC"]
                    (allowed if market in ALLOWED else forbidden).add("trades/" + add["path"])
        return allowed, forbidden


def _relative(table):
    return table.get_add_actions(flatten=True)["path"].to_pylist()


def in_markets(markets):
    names = ", ".join(f"'{market}'" for market in markets)
    return f'"MIC" IN ({names})'


def query(table, sql):
    """Reads a table, there called t, by the query engine of delta-rs; answers an Arrow table."""
    return pyarrow.table(QueryBuilder().register("t", table).execute(sql).read_all())


def trade_rows(table):
    """An Arrow table of trades as sorted rows (MIC, trade_id, quantity)."""
    columns = [table[name].to_pylist() for name in ("MIC", "trade_id", "quantity")]
    return sorted(zip(*columns))
