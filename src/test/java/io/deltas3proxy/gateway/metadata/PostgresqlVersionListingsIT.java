package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;

class PostgresqlVersionListingsIT extends VersionListingsContract {

  @Override
  DatabaseAddress newAddress() {
    return TestDatabases.postgresql();
  }
}
