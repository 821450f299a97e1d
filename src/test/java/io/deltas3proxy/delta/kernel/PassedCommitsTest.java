package io.deltas3proxy.delta.kernel;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commits that real writers made pass their trial. */
class PassedCommitsTest {

  @TempDir private Path directory;

  static Stream<Path> logs() throws IOException {
    return Stream.concat(
        WrittenTables.names().map(name -> WrittenTables.ROOT.resolve(name).resolve("_delta_log")),
        Stream.of(Path.of("sample-lake/trades/_delta_log")).filter(Files::exists));
  }

  @ParameterizedTest
  @MethodSource("logs")
  void aCommitOfARealWriterPasses(Path log) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.walk(log)) {
      files =
          listed
              .filter(Files::isRegularFile)
              .sorted(Comparator.comparing(PassedCommitsTest::order))
              .toList();
    }
    Path copy = Files.createDirectories(directory.resolve("t/_delta_log"));
    int tried = 0;
    for (Path file : files) {
      String name = log.relativize(file).toString();
      if (name.matches("[0-9]{20}\\.json") && isNext(copy, version(name))) {
        List<String> lines = Files.readAllLines(file);
        try (TrialTables table = new TrialTables(directory.resolve("t"))) {
          assertDoesNotThrow(() -> table.tryOut(version(name), lines), name);
        }
        tried++;
      }
      if (!name.equals("_last_checkpoint")) {
        Path target = copy.resolve(name);
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    assertTrue(tried > 0);
  }

  /** Sidecars first, then commits before what was made of them. */
  private static String order(Path file) {
    String name = file.toString().replaceFirst(".*_delta_log/", "");
    return name.startsWith("_sidecars/") ? "" : name.replace(".json", ".!");
  }

  private static long version(String name) {
    return Long.parseLong(name.substring(0, 20));
  }

  /** Whether the log has a commit, or a checkpoint, of the version before. */
  private static boolean isNext(Path log, long version) throws IOException {
    if (version == 0) {
      return true;
    }
    String before = "%020d.".formatted(version - 1);
    try (Stream<Path> files = Files.list(log)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(before));
    }
  }
}
