package io.deltas3proxy.app;

import io.deltas3proxy.access.Explanations;
import io.deltas3proxy.access.GrantedAccessController;
import io.deltas3proxy.accounts.UserStandings;
import io.deltas3proxy.admin.AdminApi;
import io.deltas3proxy.admin.AdminServlet;
import io.deltas3proxy.admin.Tables;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.kernel.KernelTableIndexes;
import jakarta.servlet.ServletContext;
import java.time.Clock;

/** The administration interface, where the configuration wants one. */
record AdminParts(
    TableCatalog catalog,
    KernelTableIndexes indexes,
    GrantedAccessController access,
    UserStandings standings,
    Clock clock) {

  void register(ServletContext context, AdminSettings settings) {
    if (!settings.enabled()) {
      return;
    }
    Explanations explanations = new Explanations(standings, access, indexes, CONTENTS);
    AdminApi api =
        new AdminApi(new Tables(catalog, indexes, indexes::status), explanations, clock);
    context
        .addServlet("Administration", new AdminServlet(api, settings.tokens(), clock))
        .addMapping(AdminServlet.PATH, AdminServlet.PATH + "/*");
  }
}
