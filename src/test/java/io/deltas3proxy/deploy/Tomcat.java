package io.deltas3proxy.deploy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Apache Tomcat.
 *
 * @param home the unpacked distribution
 * @param shipped whether the shipped settings are used, or Tomcat's own
 */
record Tomcat(Path home, boolean shipped) implements Server {

  @Override
  public ProcessBuilder install(Path base, Path war, int port) throws IOException {
    Server.copyTree(home.resolve("conf"), base.resolve("conf"));
    Path settings = base.resolve("conf/server.xml");
    if (shipped) {
      for (String name : List.of("server.xml", "error.xml")) {
        Files.copy(
            SHIPPED.resolve("tomcat").resolve(name),
            base.resolve("conf").resolve(name),
            StandardCopyOption.REPLACE_EXISTING);
      }
    } else {
      String text = Files.readString(settings);
      Files.writeString(
          settings,
          text.replace("port=\"8005\"", "port=\"-1\"")
              .replace("port=\"8080\"", "port=\"" + port + "\""));
    }
    for (String name : List.of("webapps", "logs", "temp", "work")) {
      Files.createDirectories(base.resolve(name));
    }
    Files.copy(war, base.resolve("webapps/ROOT.war"));
    Path bin = home.resolve("bin");
    return Server.java(
        base.resolve("temp"),
        List.of(
            "-cp",
            bin.resolve("bootstrap.jar") + File.pathSeparator + bin.resolve("tomcat-juli.jar"),
            "-Dcatalina.home=" + home,
            "-Dcatalina.base=" + base,
            "-Dproxy.port=" + port,
            "org.apache.catalina.startup.Bootstrap",
            "start"));
  }
}
