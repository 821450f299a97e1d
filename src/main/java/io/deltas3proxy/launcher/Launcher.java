package io.deltas3proxy.launcher;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The commands of the executable archive.
 *
 * <p>Started from the WAR, the jars in it are laid out in a new private directory for as long as
 * the process runs. Started from what {@code extract} laid out, they are on the class path already.
 */
public final class Launcher {

  private static final String USAGE =
      """
      usage: java -jar delta-s3-proxy.war                  start the proxy
             java -jar delta-s3-proxy.war extract <dir>    lay out jars for a faster start:
                                                           java -jar <dir>/delta-s3-proxy.jar
      The configuration is read from config.json in the working directory, from the file that
      the variable PROXY_CONFIG or the system property deltas3proxy.config names, and from
      PROXY_* variables.\
      """;

  private Launcher() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      start();
    } else if (args.length == 2 && args[0].equals("extract")) {
      extract(Path.of(args[1]));
    } else {
      boolean asked = args.length == 1 && args[0].matches("-h|--help|help");
      (asked ? System.out : System.err).println(USAGE);
      System.exit(asked ? 0 : 2);
    }
  }

  private static void extract(Path directory) throws IOException, URISyntaxException {
    if (Files.exists(directory) && !isEmpty(directory)) {
      System.err.println("delta-s3-proxy: " + directory + " is not empty.");
      System.exit(1);
    }
    ArchiveLayout.extract(archive(), directory);
    System.out.println("java -jar " + directory.resolve(ArchiveLayout.APPLICATION_JAR));
  }

  private static void start() throws Exception {
    if (ClassLoader.getSystemResource("org/eclipse/jetty/server/Server.class") != null) {
      JettyServer.main(new String[0]);
      return;
    }
    Path directory = Files.createTempDirectory("delta-s3-proxy-");
    List<URL> jars = new ArrayList<>();
    for (Path jar : ArchiveLayout.extract(archive(), directory)) {
      jars.add(jar.toUri().toURL());
    }
    // The parent is the platform's loader: nothing is found twice, once here and once in the WAR.
    URLClassLoader loader =
        new URLClassLoader(
            "delta-s3-proxy", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    Runnable afterStop = () -> ArchiveLayout.delete(directory);
    try {
      loader
          .loadClass("io.deltas3proxy.launcher.JettyServer")
          .getMethod("run", Runnable.class)
          .invoke(null, afterStop);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static Path archive() throws URISyntaxException {
    return Path.of(Launcher.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var entries = Files.newDirectoryStream(directory)) {
      return !entries.iterator().hasNext();
    }
  }
}
