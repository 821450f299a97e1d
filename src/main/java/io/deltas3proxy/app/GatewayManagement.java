package io.deltas3proxy.app;

import io.deltas3proxy.accounts.JdbcAccountStore;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.admin.Keys;
import io.deltas3proxy.admin.LoggedChanges;
import io.deltas3proxy.admin.Users;
import io.deltas3proxy.gateway.management.CredentialRoutes;
import io.deltas3proxy.gateway.management.JdbcGatewayPermissions;
import io.deltas3proxy.gateway.management.ManagementAccess;
import io.deltas3proxy.gateway.management.ManagementRoute;
import io.deltas3proxy.gateway.management.ManagementServlet;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The management interface of the gateway. */
final class GatewayManagement {

  private final List<ManagementRoute> routes = new ArrayList<>();
  private final ChangeLog changes;

  /**
   * Makes it with the routes of credentials alone.
   *
   * @param lines takes a line for each change that is made
   */
  GatewayManagement(AccountsDatabase accounts, Consumer<String> lines, Clock clock) {
    changes = new LoggedChanges(lines, clock);
    JdbcAccountStore store = new JdbcAccountStore(accounts.database(), accounts.cipher(), clock);
    routes.addAll(
        new CredentialRoutes(
                new Users(store, changes),
                new Keys(store, changes),
                new JdbcGatewayPermissions(accounts.database(), clock))
            .routes());
  }

  /** Takes a line for each change that is made. */
  ChangeLog changes() {
    return changes;
  }

  GatewayManagement with(List<ManagementRoute> more) {
    routes.addAll(more);
    return this;
  }

  /** Registers its servlet. */
  void register(ServletContext context, ManagementAccess access) {
    context
        .addServlet("GatewayManagement", new ManagementServlet(routes, access))
        .addMapping(ManagementServlet.PATHS.toArray(String[]::new));
  }
}
