package io.deltas3proxy.app;

import io.deltas3proxy.http.RequestLogFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.EnumSet;
import org.slf4j.LoggerFactory;

/** Starts and stops the application with the web application that it is. */
public final class AppListener implements ServletContextListener {

  /** Context attribute that tells an embedding server which port the configuration asks for. */
  private static final String PORT = "io.deltas3proxy.port";

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    context
        .addFilter(
            "RequestLogFilter",
            new RequestLogFilter(System::nanoTime, LoggerFactory.getLogger("requests")::info))
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    context.addServlet("live", new HealthServlet(() -> Health.LIVE)).addMapping("/health/live");
    context.setAttribute(PORT, Integer.getInteger("deltas3proxy.port", 18080));
  }
}
