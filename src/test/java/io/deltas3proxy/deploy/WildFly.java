package io.deltas3proxy.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * WildFly.
 *
 * @param home the unpacked distribution
 * @param shipped whether the shipped settings are used, or WildFly's own
 */
record WildFly(Path home, boolean shipped) implements Server {

  private static final int OWN_PORT = 8080;

  /** Internals of the JDK that WildFly's own start script opens. */
  private static final List<String> OPENED =
      List.of(
          "java.base/java.lang",
          "java.base/java.lang.invoke",
          "java.base/java.lang.reflect",
          "java.base/java.io",
          "java.base/java.net",
          "java.base/java.security",
          "java.base/java.util",
          "java.base/java.util.concurrent",
          "java.management/javax.management",
          "java.naming/javax.naming");

  @Override
  public ProcessBuilder install(Path base, Path war, int port)
      throws IOException, InterruptedException {
    Server.copyTree(home.resolve("standalone/configuration"), base.resolve("configuration"));
    if (shipped) {
      Path script = SHIPPED.resolve("wildfly/delta-s3-proxy.cli").toAbsolutePath();
      run(base, command(base, "org.jboss.as.cli", "--file=" + script));
    }
    Files.createDirectories(base.resolve("deployments"));
    Files.copy(war, base.resolve("deployments/ROOT.war"));
    return command(
        base, "org.jboss.as.standalone", "-Djboss.socket.binding.port-offset=" + (port - OWN_PORT));
  }

  private ProcessBuilder command(Path base, String module, String argument) throws IOException {
    List<String> command = new ArrayList<>();
    OPENED.forEach(name -> command.add("--add-opens=" + name + "=ALL-UNNAMED"));
    command.addAll(
        List.of(
            "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED",
            "-Djava.net.preferIPv4Stack=true",
            "-Djboss.home.dir=" + home,
            "-Djboss.server.base.dir=" + base,
            "-jar",
            home.resolve("jboss-modules.jar").toString(),
            "-mp",
            home.resolve("modules").toString(),
            module,
            argument));
    ProcessBuilder process = Server.java(Files.createDirectories(base.resolve("tmp")), command);
    process.environment().put("JBOSS_HOME", home.toString());
    return process;
  }

  private static void run(Path base, ProcessBuilder command)
      throws IOException, InterruptedException {
    Path output = base.resolve("settings.log");
    Process process = command.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(2, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("the settings were refused:\n" + Files.readString(output));
    }
  }
}
