package io.deltas3proxy.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Eclipse Jetty.
 *
 * @param home the unpacked distribution
 * @param shipped whether the shipped settings are used, or Jetty's own
 */
record Jetty(Path home, boolean shipped) implements Server {

  @Override
  public ProcessBuilder install(Path base, Path war, int port) throws IOException {
    Files.createDirectories(base.resolve("webapps"));
    Files.createDirectories(base.resolve("resources"));
    if (shipped) {
      Server.copyTree(SHIPPED.resolve("jetty/start.d"), base.resolve("start.d"));
      Server.copyTree(SHIPPED.resolve("jetty/etc"), base.resolve("etc"));
    } else {
      Files.createDirectories(base.resolve("start.d"));
      Files.writeString(base.resolve("start.d/server.ini"), "--modules=http,ee10-deploy\n");
    }
    Files.copy(war, base.resolve("webapps/ROOT.war"));
    return Server.java(
        Files.createDirectories(base.resolve("temp")),
        List.of(
            "-jar",
            home.resolve("start.jar").toString(),
            "jetty.base=" + base,
            "jetty.http.port=" + port));
  }
}
