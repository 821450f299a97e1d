package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;

class PostgresqlMetadataReportsIT extends MetadataReportsContract {

  @Override
  DatabaseAddress newAddress() {
    return TestDatabases.postgresql();
  }
}
