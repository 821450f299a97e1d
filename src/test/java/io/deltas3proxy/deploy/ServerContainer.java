package io.deltas3proxy.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.shrinkwrap.api.Archive;
import org.jspecify.annotations.Nullable;

/**
 * Arquillian's handle on a server: the WAR is put where the server looks for applications, then the
 * server is started; it runs as long as the WAR is deployed.
 */
public final class ServerContainer implements DeployableContainer<ServerSettings> {

  private @Nullable ServerSettings settings;
  private @Nullable RunningServer running;

  @Override
  public Class<ServerSettings> getConfigurationClass() {
    return ServerSettings.class;
  }

  @Override
  public void setup(ServerSettings configured) {
    this.settings = configured;
  }

  /** The server starts with the deployment. */
  @Override
  public void start() {}

  @Override
  public void stop() {}

  @Override
  public ProtocolDescription getDefaultProtocol() {
    return ProtocolDescription.DEFAULT;
  }

  @Override
  public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
    ServerSettings configured = settings;
    if (configured == null || !configured.isUnpacked()) {
      throw new DeploymentException("no server is unpacked; `mvn verify` does it");
    }
    try {
      ServedLake lake = ServedLake.get();
      Path war = PackagedWar.fileOf(archive);
      Map<String, String> environment =
          Map.of(
              "PROXY_CONFIG", lake.configuration().toString(),
              "PROXY_METRICS_PORT", Integer.toString(lake.metricsPort()));
      RunningServer started =
          RunningServer.start(configured.server(), configured.base(), war, environment);
      running = started;
      HTTPContext http = new HTTPContext("localhost", started.port());
      http.add(new Servlet("proxy", ""));
      return new ProtocolMetaData().addContext(http);
    } catch (IOException | InterruptedException e) {
      throw new DeploymentException("the server does not serve the application", e);
    }
  }

  @Override
  public void undeploy(Archive<?> archive) throws DeploymentException {
    RunningServer server = running;
    if (server != null) {
      try {
        server.stop();
      } catch (InterruptedException e) {
        throw new DeploymentException("the server did not stop", e);
      }
    }
  }
}
