package io.deltas3proxy.access;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;

class PostgresqlUnderWayIT extends UnderWayContract {

  @Override
  DatabaseAddress newAddress() {
    return TestDatabases.postgresql();
  }
}
