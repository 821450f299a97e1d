package io.deltas3proxy.gateway.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void whatIsWrongInBothFilesIsToldAtOnce(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("p.csv"), "Country\n");
    Files.writeString(directory.resolve("b.json"), "{\"a\": 1}");
    ProviderFiles wrong =
        new ProviderFiles(directory.resolve("b.json"), directory.resolve("p.csv"));
    List<String> files =
        assertThrows(ProviderFilesException.class, wrong::read).problems().stream()
            .map(FileProblem::file)
            .distinct()
            .toList();
    assertEquals(List.of("p.csv", "b.json"), files);
    ProviderFiles missing = new ProviderFiles(directory.resolve("c.json"), null);
    assertEquals(
        "c.json: there is no such file",
        assertThrows(ProviderFilesException.class, missing::read).getMessage());
  }

  @Test
  void aFileThatIsNotUtf8IsRefused(@TempDir Path directory) throws IOException {
    Files.write(directory.resolve("b.json"), new byte[] {'{', (byte) 0xFF, '}'});
    assertEquals(
        "b.json: is not UTF-8",
        assertThrows(
                ProviderFilesException.class,
                () -> new ProviderFiles(directory.resolve("b.json"), null).read())
            .getMessage());
  }
}
