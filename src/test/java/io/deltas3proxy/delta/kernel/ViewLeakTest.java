package io.deltas3proxy.delta.kernel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.delta.PartitionPolicy;
import io.deltas3proxy.delta.view.FileJudge;
import io.deltas3proxy.testing.KernelState;
import io.deltas3proxy.testing.LogSecrets;
import io.deltas3proxy.testing.ViewCopy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No byte of a view tells of a file, a value or a statistic of a partition that is not seen. */
class ViewLeakTest {

  private static final int RANDOM_POLICIES = 1;

  @TempDir private Path directory;

  @ParameterizedTest
  @MethodSource("io.deltas3proxy.delta.kernel.ViewedTables#names")
  void noByteTellsOfWhatIsNotSeen(String name) throws Exception {
    try (ViewedTables viewed = ViewedTables.open(name, directory)) {
      for (PartitionPolicy policy : viewed.policies(RANDOM_POLICIES)) {
        Path copy = directory.resolve("copy-" + policy.fingerprint());
        List<String> files = ViewCopy.copy(viewed.table(), viewed.view(policy), copy);
        Set<String> forbidden = told(viewed, policy).forbidden();
        for (String file : files) {
          String text = text(copy.resolve("_delta_log").resolve(file));
          for (String secret : forbidden) {
            assertFalse(
                text.contains(secret), () -> policy.fingerprint() + ": " + file + ": " + secret);
          }
        }
      }
    }
  }

  @Test
  void whatIsForbiddenIsFoundWhereNothingIsFiltered() throws Exception {
    try (ViewedTables viewed = ViewedTables.open("cleaned several-columns", directory)) {
      PartitionPolicy none = viewed.policies(0).get(1);
      Set<String> forbidden = told(viewed, none).forbidden();
      assertTrue(forbidden.size() > 3, "too little is forbidden");
      StringBuilder all = new StringBuilder();
      Path log = viewed.root().resolve("_delta_log");
      try (Stream<Path> files = Files.list(log)) {
        for (Path file : files.toList()) {
          all.append(text(file));
        }
      }
      for (String secret : forbidden) {
        assertTrue(all.indexOf(secret) >= 0, secret);
      }
    }
  }

  private static LogSecrets told(ViewedTables viewed, PartitionPolicy policy) throws Exception {
    FileJudge judge = new FileJudge(viewed.table(), policy);
    return LogSecrets.of(viewed.root(), viewed.index().version(), judge::shows);
  }

  /** A file as it is and, of Parquet, what it says when it is read. */
  private static String text(Path file) throws IOException {
    String raw = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return file.toString().endsWith(".parquet") ? raw + KernelState.checkpointText(file) : raw;
  }
}
