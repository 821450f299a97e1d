package io.deltas3proxy.gateway.object;

import io.deltas3proxy.testing.TestDatabases;

class PostgresqlProcessDeathIT extends ProcessDeathContract {

  PostgresqlProcessDeathIT() throws Exception {
    super(TestDatabases.postgresql());
  }
}
