package io.deltas3proxy.launcher;

import java.lang.reflect.InvocationTargetException;

/**
 * The entry of the executable archive. Compiled for Java 8, and uses nothing newer, so that an old
 * Java says in one sentence what is missing instead of failing to load a class.
 */
public final class Main {

  /** The oldest Java that runs the application. */
  private static final int LEAST_JAVA = 21;

  private Main() {}

  public static void main(String[] args) throws Exception {
    String version = System.getProperty("java.specification.version", "unknown");
    if (major(version) < LEAST_JAVA) {
      System.err.println(
          "delta-s3-proxy needs Java "
              + LEAST_JAVA
              + " or newer; this is Java "
              + version
              + " ("
              + System.getProperty("java.home")
              + ").");
      System.exit(1);
    }
    try {
      Class.forName("io.deltas3proxy.launcher.Launcher")
          .getMethod("main", String[].class)
          .invoke(null, (Object) args);
    } catch (InvocationTargetException e) {
      System.err.println("delta-s3-proxy: " + e.getCause());
      System.exit(1);
    }
  }

  /** The number that counts: 8 of {@code 1.8}, 21 of {@code 21}; 0 where there is none. */
  static int major(String version) {
    String number = version.startsWith("1.") ? version.substring(2) : version;
    try {
      return Integer.parseInt(number);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
