package io.deltas3proxy.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A kind of server: where its files go, and how it is started. */
interface Server {

  /** The files that the product ships for operators. */
  Path SHIPPED = Path.of("deploy");

  /**
   * Sets up a server as an operator does.
   *
   * @param base an empty directory for everything that this one server writes
   * @param war what is served at the root
   * @param port for HTTP
   * @return the command that starts the server in the foreground
   */
  ProcessBuilder install(Path base, Path war, int port) throws IOException, InterruptedException;

  /** The server that a name in {@code arquillian.xml} means. */
  static Server named(String name, Path home, boolean shipped) {
    return switch (name) {
      case "tomcat" -> new Tomcat(home, shipped);
      case "jetty" -> new Jetty(home, shipped);
      case "wildfly" -> new WildFly(home, shipped);
      default -> throw new IllegalArgumentException("no server is called " + name);
    };
  }

  /**
   * The Java that runs the tests also runs the servers, with what makes it start quickly.
   *
   * @param arguments after the first ones
   */
  static ProcessBuilder java(Path temporary, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g"));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      files
          .sorted(Comparator.reverseOrder())
          .forEach(file -> {
            try {
              Files.delete(file);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
  }
}
