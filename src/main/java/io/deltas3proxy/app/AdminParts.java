package io.deltas3proxy.app;

import io.deltas3proxy.access.JdbcGrantStore;
import io.deltas3proxy.accounts.JdbcAccountStore;
import io.deltas3proxy.admin.AdminApi;
import io.deltas3proxy.admin.AdminServlet;
import io.deltas3proxy.admin.Caches;
import io.deltas3proxy.admin.ChangeLog;
import io.deltas3proxy.admin.Grants;
import io.deltas3proxy.admin.Groups;
import io.deltas3proxy.admin.Keys;
import io.deltas3proxy.admin.LoggedChanges;
import io.deltas3proxy.admin.Users;
import io.deltas3proxy.audit.JdbcAuditRecords;
import io.deltas3proxy.cache.KeptData;
import jakarta.servlet.ServletContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The administration interface, where the configuration wants one. */
final class AdminParts {

  private AdminParts() {}

  /**
   * Registers it.
   *
   * @param changes takes a line for each change that is made
   */
  static void register(
      ServletContext context,
      Configuration configuration,
      AccountsParts accounts,
      AccessParts access,
      Consumer<String> changes) {
    AdminSettings settings = configuration.admin();
    if (!settings.enabled()) {
      return;
    }
    Clock clock = Clock.systemUTC();
    ChangeLog log = new LoggedChanges(changes, clock);
    List<KeptData> kept = new ArrayList<>(accounts.kept());
    kept.addAll(access.kept());
    AdminApi api =
        new AdminApi(access.tables(), access.explanations(), new Caches(kept, log), clock);
    accounts.database().ifPresent(database -> add(api, database, configuration, log));
    context
        .addServlet("Administration", new AdminServlet(api, settings.tokens(), clock))
        .addMapping(AdminServlet.PATH, AdminServlet.PATH + "/*");
  }

  private static void add(
      AdminApi api, AccountsDatabase database, Configuration configuration, ChangeLog changes) {
    Clock clock = Clock.systemUTC();
    JdbcAccountStore accounts = new JdbcAccountStore(database.database(), database.cipher(), clock);
    JdbcGrantStore grants = new JdbcGrantStore(database.database(), clock);
    AllNames names = new AllNames(configuration.users(), configuration.grants(), accounts);
    api.with(
            new Users(accounts, changes),
            new Keys(accounts, changes),
            new Groups(accounts, changes),
            new Grants(grants, changes),
            grants,
            names)
        .with(new JdbcAuditRecords(database.database()));
  }
}
