package io.deltas3proxy.gateway.object;

import io.deltas3proxy.testing.TestDatabases;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ProcessDeathTest extends ProcessDeathContract {

  ProcessDeathTest(@TempDir Path directory) throws Exception {
    super(TestDatabases.sqlite(directory));
  }
}
