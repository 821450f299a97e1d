package io.deltas3proxy.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Lays the contents of the WAR out as jars that a Java class path takes: {@code lib/} with all
 * libraries, and one jar with the application's own classes that names them.
 */
final class ArchiveLayout {

  static final String APPLICATION_JAR = "delta-s3-proxy.jar";

  private static final String CLASSES = "WEB-INF/classes/";

  /** Classes at the top of the archive: the launcher, and what runs without the server. */
  private static final String LAUNCHER = "io/deltas3proxy/";

  private static final List<String> LIBRARIES = List.of("WEB-INF/lib/", "WEB-INF/launcher/");

  private ArchiveLayout() {}

  /**
   * Extracts an archive.
   *
   * @param directory made if it is missing
   * @return the jars, that of the application first
   */
  static List<Path> extract(Path archive, Path directory) throws IOException {
    Path library = Files.createDirectories(directory.resolve("lib"));
    List<Path> jars = new ArrayList<>();
    try (JarFile war = new JarFile(archive.toFile())) {
      for (Enumeration<JarEntry> entries = war.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        String name = entry.getName();
        if (name.endsWith(".jar") && LIBRARIES.stream().anyMatch(name::startsWith)) {
          Path jar = library.resolve(name.substring(name.lastIndexOf('/') + 1));
          try (InputStream content = war.getInputStream(entry)) {
            Files.copy(content, jar);
          }
          jars.add(jar);
        }
      }
      // The order of a class path must not depend on how the archive was packed.
      jars.sort(Comparator.naturalOrder());
      Path application = directory.resolve(APPLICATION_JAR);
      writeApplication(war, application, jars);
      jars.addFirst(application);
    }
    return jars;
  }

  private static void writeApplication(JarFile war, Path target, List<Path> libraries)
      throws IOException {
    try (OutputStream file = Files.newOutputStream(target);
        JarOutputStream jar = new JarOutputStream(file, manifest(war, libraries))) {
      for (Enumeration<JarEntry> entries = war.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        String name = entry.getName();
        String inside = name.startsWith(CLASSES) ? name.substring(CLASSES.length()) : name;
        boolean ours = name.startsWith(CLASSES) || name.startsWith(LAUNCHER);
        if (ours && !entry.isDirectory()) {
          ZipEntry copy = new ZipEntry(inside);
          copy.setTime(entry.getTime());
          jar.putNextEntry(copy);
          try (InputStream content = war.getInputStream(entry)) {
            content.transferTo(jar);
          }
          jar.closeEntry();
        }
      }
    }
  }

  private static Manifest manifest(JarFile war, List<Path> libraries) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, "io.deltas3proxy.launcher.Main");
    attributes.put(
        Attributes.Name.CLASS_PATH,
        String.join(" ", libraries.stream().map(jar -> "lib/" + jar.getFileName()).toList()));
    attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
    Manifest packaged = war.getManifest();
    Attributes.Name version = Attributes.Name.IMPLEMENTATION_VERSION;
    if (packaged != null && packaged.getMainAttributes().containsKey(version)) {
      attributes.put(version, packaged.getMainAttributes().get(version));
    }
    return manifest;
  }

  /** Deletes a directory as far as that is possible. */
  static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("delta-s3-proxy: could not delete " + directory + ": " + e);
    }
  }
}
