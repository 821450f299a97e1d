package io.deltas3proxy.accounts;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;

class PostgresqlInstancesIT extends InstancesContract {

  @Override
  DatabaseAddress newAddress() {
    return TestDatabases.postgresql();
  }
}
