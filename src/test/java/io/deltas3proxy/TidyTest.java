package io.deltas3proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holds what no compiler checks: sizes, packages documented, links, nothing left for later. */
class TidyTest {

  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TEST = Path.of("src/test/java");
  private static final int MOST_LINES = 400;
  private static final int MEDIAN_LINES = 60;
  private static final int MOST_METHOD_LINES = 70;
  private static final int MOST_COLUMNS = 100;

  /** Example: {@code [settings](docs/CONTAINERS.md#jetty)}. */
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");

  /** Directories that builds and package managers fill. */
  private static final Set<String> BUILT = Set.of("target", "node_modules", "venv");

  @Test
  void noClassIsTooLong() throws IOException {
    List<String> tooLong = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (Path file : javaFiles(MAIN)) {
      int lines = Files.readAllLines(file).size();
      if (!file.endsWith("package-info.java")) {
        sizes.add(lines);
      }
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
  void noMethodIsTooLong() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> tooLong = new ArrayList<>();
    List<String> measured = new ArrayList<>();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources()));
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new TreeScanner<@Nullable Void, @Nullable Void>() {
          @Override
          public @Nullable Void visitMethod(MethodTree method, @Nullable Void none) {
            LineMap lines = unit.getLineMap();
            long first = lines.getLineNumber(positions.getStartPosition(unit, method));
            long last = lines.getLineNumber(positions.getEndPosition(unit, method));
            String name = unit.getSourceFile().getName() + ": " + method.getName();
            measured.add(name);
            if (last - first + 1 > MOST_METHOD_LINES) {
              tooLong.add(name + ": " + (last - first + 1));
            }
            return super.visitMethod(method, null);
          }
        }.scan(unit, null);
      }
    }
    assertEquals(List.of(), tooLong);
    assertTrue(
        measured.stream().anyMatch(name -> name.endsWith("TidyTest.java: noMethodIsTooLong")),
        "this method is not measured");
  }

  @Test
  void noLineIsTooLong() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources()) {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        boolean name = line.startsWith("import ") || line.startsWith("package ");
        // A row of a table in a text block cannot be broken.
        boolean row = line.contains(" | ") && !line.contains("||");
        if (!name && !row && line.codePointCount(0, line.length()) > MOST_COLUMNS) {
          tooLong.add(file + ":" + number);
        }
      }
    }
    assertEquals(List.of(), tooLong);
  }

  @Test
  void everyLinkBetweenDocumentsLeadsSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int followed = 0;
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        String target = link.group(1).replaceFirst("#.*", "");
        if (target.isEmpty() || target.contains(":")) {
          continue;
        }
        followed++;
        if (!Files.exists(document.resolveSibling(target))) {
          broken.add(document + ": " + target);
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(followed > 0, "no link is found");
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

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>(javaFiles(MAIN));
    sources.addAll(javaFiles(TEST));
    return sources;
  }

  /** Markdown of the repository; what was built or installed beside it is passed over. */
  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    Files.walkFileTree(
        Path.of(""),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes ignored) {
            String name = String.valueOf(directory.getFileName());
            return name.startsWith(".") || BUILT.contains(name)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes ignored) {
            if (file.toString().endsWith(".md")) {
              documents.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return documents;
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
