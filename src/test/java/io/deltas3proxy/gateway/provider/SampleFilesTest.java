package io.deltas3proxy.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples that operators begin with are good. */
class SampleFilesTest {

  private static final Path DIRECTORY = Path.of("deploy/gateway");

  @Test
  void theExamplesFitTogether() throws ProviderFilesException {
    ProviderDirectory read =
        new ProviderFiles(
                DIRECTORY.resolve("s3_backends.json"), DIRECTORY.resolve("providers_flat.csv"))
            .read();
    assertEquals(
        List.of("spacetime", "upcloud", "upcloud-frankfurt"),
        read.file().backends().stream().map(ConfiguredBackend::name).toList());
    assertEquals(4, read.providers().size());
    assertTrue(read.capabilities(read.file().backends().getFirst()).objectLock());
  }
}
