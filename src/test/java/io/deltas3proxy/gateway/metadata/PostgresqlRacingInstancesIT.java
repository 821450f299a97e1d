package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;

class PostgresqlRacingInstancesIT extends RacingInstancesContract {

  @Override
  DatabaseAddress newAddress() {
    return TestDatabases.postgresql();
  }
}
