package io.deltas3proxy.app;

import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops the proxy with the web application that it is. When it cannot start, neither
 * does the web application.
 */
public final class AppListener implements ServletContextListener {

  /** Context attribute that tells an embedding server which port the configuration asks for. */
  public static final String PORT = "io.deltas3proxy.port";

  /** Context attribute with the {@code SSLContext} of an embedded server's port, if it has one. */
  public static final String TLS = "io.deltas3proxy.tls";

  private static final Logger LOG = LoggerFactory.getLogger(AppListener.class);

  private @Nullable Application application;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    try {
      Configuration configuration =
          ConfigurationLoader.load(
              System.getProperty(ConfigurationReader.FILE_PROPERTY), System.getenv(), Path.of(""));
      Application started = Application.start(configuration, Clock.systemUTC());
      application = started;
      started.register(context);
      context.setAttribute(PORT, configuration.server().port());
      context.setAttribute(TLS, started.tls());
    } catch (ConfigurationException | IOException | IllegalArgumentException e) {
      LOG.error("The proxy does not start: {}", e.getMessage());
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    if (application != null) {
      LOG.info("Stopping");
      application.close();
      application = null;
      LOG.info("Stopped");
    }
  }
}
