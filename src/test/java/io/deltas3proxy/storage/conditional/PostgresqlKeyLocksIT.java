package io.deltas3proxy.storage.conditional;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;

class PostgresqlKeyLocksIT extends KeyLocksContract {

  @Override
  DatabaseAddress address() {
    return TestDatabases.postgresql();
  }
}
