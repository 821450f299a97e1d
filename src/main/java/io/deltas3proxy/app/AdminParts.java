package io.deltas3proxy.app;

import io.deltas3proxy.access.Explanations;
import io.deltas3proxy.admin.AdminApi;
import io.deltas3proxy.admin.AdminServlet;
import io.deltas3proxy.admin.Tables;
import jakarta.servlet.ServletContext;
import java.time.Clock;

/** The administration interface, where the configuration wants one. */
final class AdminParts {

  private AdminParts() {}

  static void register(
      ServletContext context, AdminSettings settings, Tables tables, Explanations explanations) {
    if (!settings.enabled()) {
      return;
    }
    Clock clock = Clock.systemUTC();
    AdminApi api = new AdminApi(tables, explanations, clock);
    context
        .addServlet("Administration", new AdminServlet(api, settings.tokens(), clock))
        .addMapping(AdminServlet.PATH, AdminServlet.PATH + "/*");
  }
}
