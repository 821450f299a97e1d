package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantStore.Stored;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.util.List;

/** Grants of the database. */
record GrantRoutes(Grants grants, KnownGrantees known) {

  List<Route> routes() {
    return List.of(
        new Route("GET", "/grants", this::list),
        new Route("POST", "/grants", this::add),
        new Route("GET", "/grants/{id}", this::get),
        new Route("PUT", "/grants/{id}", this::replace),
        new Route("DELETE", "/grants/{id}", this::remove));
  }

  private Answer list(AdminRequest request) throws AccountsUnavailableException {
    int limit = request.limit();
    List<Stored> found = grants.list(request.afterId(), limit + 1);
    return Answer.ok(
        AccountJson.page(
            "grants", found, limit, GrantJson::write, stored -> String.valueOf(stored.id())));
  }

  private Answer get(AdminRequest request) throws AccountsUnavailableException {
    return Answer.ok(
        GrantJson.write(
            grants
                .find(id(request))
                .orElseThrow(() -> AdminException.missing("There is no such grant"))));
  }

  private static long id(AdminRequest request) {
    return AdminRequest.number("id", request.name(0));
  }

  private Answer add(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    Grant grant = GrantJson.read(request.fields());
    return Answer.created(warned(grants.add(request.administrator(), grant)));
  }

  private Answer replace(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    long id = id(request);
    Grant grant = GrantJson.read(request.fields());
    return Answer.ok(warned(grants.replace(request.administrator(), id, grant)));
  }

  /** The grant, with a word of warning where it may be for a name that was misspelled. */
  private ObjectNode warned(Stored stored) throws AccountsUnavailableException {
    boolean there =
        switch (stored.grant().grantee()) {
          case Grantee.User(String name) -> known.hasUser(name);
          case Grantee.Group(String name) -> known.hasGroup(name);
          case Grantee.Everyone() -> true;
        };
    ObjectNode shown = GrantJson.write(stored);
    if (!there) {
      shown
          .putArray("warnings")
          .add(
              "Neither the configuration nor the database has this name: the grant is for those"
                  + " whom an identity provider gives it");
    }
    return shown;
  }

  private Answer remove(AdminRequest request)
      throws AccountsUnavailableException, AccountConflictException {
    grants.remove(request.administrator(), id(request));
    return Answer.DONE;
  }
}
