package io.deltas3proxy.launcher;

import io.deltas3proxy.client.ClientProxy;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The commands of the executable archive.
 *
 * <p>Started from the WAR, the jars in it are laid out in a new private directory for as long as
 * the process runs. Started from what {@code extract} laid out, they are on the class path already.
 */
public final class Launcher {

  private static final String SERVER = "io.deltas3proxy.launcher.JettyServer";
  private static final String COMMANDS = "io.deltas3proxy.app.cli.Commands";

  private Launcher() {}

  public static void main(String[] args) throws Exception {
    if (args.length == 0) {
      start();
    } else if (args.length == 2 && args[0].equals("extract")) {
      extract(Path.of(args[1]));
    } else if (args[0].equals("client-proxy")) {
      ClientProxy.main(Arrays.copyOfRange(args, 1, args.length));
    } else {
      System.exit(command(args));
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
    if (isLaidOut()) {
      JettyServer.main(new String[0]);
      return;
    }
    Path directory = WorkingDirectory.create(temporary());
    ClassLoader loader = layOut(directory);
    Runnable afterStop = () -> ArchiveLayout.delete(directory);
    invoke(loader, SERVER, "run", Runnable.class, afterStop);
  }

  /** Runs a command, and returns the status that the process ends with. */
  private static int command(String[] args) throws Exception {
    ClassLoader loader = Launcher.class.getClassLoader();
    if (!isLaidOut()) {
      Path directory = WorkingDirectory.create(temporary());
      Runtime.getRuntime()
          .addShutdownHook(new Thread(() -> ArchiveLayout.delete(directory), "clean up"));
      loader = layOut(directory);
    }
    return invoke(loader, COMMANDS, "run", String[].class, args) instanceof Integer status
        ? status
        : 1;
  }

  /** Whether {@code extract} was here before, so that all jars are on the class path. */
  private static boolean isLaidOut() {
    return ClassLoader.getSystemResource("org/eclipse/jetty/server/Server.class") != null;
  }

  private static ClassLoader layOut(Path directory) throws IOException, URISyntaxException {
    List<URL> jars = new ArrayList<>();
    for (Path jar : ArchiveLayout.extract(archive(), directory)) {
      jars.add(jar.toUri().toURL());
    }
    // The parent is the platform's loader: nothing is found twice, once here and once in the WAR.
    URLClassLoader loader =
        new URLClassLoader(
            "delta-s3-proxy", jars.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    Thread.currentThread().setContextClassLoader(loader);
    return loader;
  }

  /** Calls a static method of a class that is found by its name alone. */
  private static @Nullable Object invoke(
      ClassLoader loader, String type, String method, Class<?> parameter, Object argument)
      throws Exception {
    try {
      return loader.loadClass(type).getMethod(method, parameter).invoke(null, argument);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir"));
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
