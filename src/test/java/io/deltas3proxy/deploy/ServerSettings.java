package io.deltas3proxy.deploy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.arquillian.container.spi.ConfigurationException;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;

/** What {@code arquillian.xml} says of one server; Arquillian calls the setters. */
public final class ServerSettings implements ContainerConfiguration {

  private String server = "";
  private String home = "";
  private boolean shipped = true;

  /** Kind of the server: {@code tomcat}, {@code jetty} or {@code wildfly}. */
  public void setServer(String server) {
    this.server = server;
  }

  /** Directory of the unpacked distribution. */
  public void setHome(String home) {
    this.home = home;
  }

  /** Whether the server runs with the shipped settings, or as it comes. */
  public void setShipped(boolean shipped) {
    this.shipped = shipped;
  }

  Server server() {
    return Server.named(server, Path.of(home).toAbsolutePath(), shipped);
  }

  /** Where the server writes. */
  Path base() {
    String name = Path.of(home).getFileName() + (shipped ? "" : "-as-it-comes");
    return Path.of("target", "deploy", name).toAbsolutePath();
  }

  @Override
  public void validate() throws ConfigurationException {
    if (server.isEmpty() || home.isEmpty()) {
      throw new ConfigurationException("a server needs its kind and its home");
    }
  }

  /** Whether the distribution is there; the build unpacks it before the tests. */
  boolean isUnpacked() {
    return Files.isDirectory(Path.of(home));
  }
}
