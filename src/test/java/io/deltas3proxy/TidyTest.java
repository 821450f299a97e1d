package io.deltas3proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds what no compiler checks: size of classes, packages documented, nothing left for later. */
class TidyTest {

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TEST = Path.of("src/test/java");
  private static final int MOST_LINES = 400;
  private static final int MEDIAN_LINES = 100;

  @Test
  void noClassIsTooLong() throws IOException {
    List<String> tooLong = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (Path file : javaFiles(MAIN)) {
      int lines = Files.readAllLines(file).size();
      sizes.add(lines);
      if (lines > MOST_LINES) {
        tooLong.add(file + ": " + lines);
      }
    }
    assertEquals(List.of(), tooLong);
    sizes.sort(null);
    int median = sizes.get(sizes.size() / 2);
    assertTrue(median <= MEDIAN_LINES, "median is " + median + " lines");
  }

  @Test
  void everyPackageIsDescribed() throws IOException {
    List<Path> bare = new ArrayList<>();
    for (Path file : javaFiles(MAIN)) {
      Path directory = file.getParent();
      if (directory != null && !Files.exists(directory.resolve("package-info.java"))) {
        bare.add(directory);
      }
    }
    assertEquals(List.of(), bare);
  }

  @Test
  void nothingIsLeftForLater() throws IOException {
    // Spelled in pieces, so that this file does not find itself.
    Pattern later = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX|HA" + "CK)\\b");
    List<Path> found = new ArrayList<>();
    for (Path root : List.of(MAIN, TEST)) {
      for (Path file : javaFiles(root)) {
        if (later.matcher(Files.readString(file)).find()) {
          found.add(file);
        }
      }
    }
    assertEquals(List.of(), found);
  }

  @Test
  void testsDoNotSleep() throws IOException {
    Pattern sleep = Pattern.compile("Thread\\." + "sleep\\(");
    List<Path> found = new ArrayList<>();
    for (Path file : javaFiles(TEST)) {
      if (sleep.matcher(Files.readString(file)).find()) {
        found.add(file);
      }
    }
    assertEquals(List.of(), found);
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
