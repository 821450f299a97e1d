package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.access.Explanations;
import io.deltas3proxy.access.PermissionRows;
import io.deltas3proxy.audit.AuditRecords;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The routes that there are. */
public final class AdminApi {

  private final List<Route> routes = new ArrayList<>();

  /** Routes that need no database. */
  public AdminApi(Tables tables, Explanations explanations, Caches caches, Clock clock) {
    routes.add(new Route("GET", "/openapi.json", request -> Answer.ok(document())));
    routes.addAll(new TableRoutes(tables).routes());
    routes.addAll(new ExplainRoutes(explanations, tables, clock).routes());
    routes.addAll(new CacheRoutes(caches).routes());
  }

  /**
   * Adds the routes of a database.
   *
   * @param known finds the users and groups that there are, in whichever source
   */
  public AdminApi with(
      Users users,
      Keys keys,
      Groups groups,
      Grants grants,
      PermissionRows permissions,
      KnownGrantees known) {
    routes.addAll(new UserRoutes(users, keys).routes());
    routes.addAll(new GroupRoutes(groups).routes());
    routes.addAll(new GrantRoutes(grants, known).routes());
    routes.addAll(new PermissionRoutes(permissions).routes());
    return this;
  }

  /** Adds the route of the audit trail in a database. */
  public AdminApi with(AuditRecords records) {
    routes.addAll(new AuditRoutes(records).routes());
    return this;
  }

  /** The routes that there are, and those that say why they are not. */
  List<Route> routes() {
    List<Route> all = new ArrayList<>(routes);
    for (Map.Entry<String, JsonNode> path : wholeDocument().path("paths").properties()) {
      for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
        String name = method.getKey().toUpperCase(Locale.ROOT);
        if (routes.stream().noneMatch(route -> route.is(name, path.getKey()))) {
          all.add(
              new Route(
                  name,
                  path.getKey(),
                  request -> {
                    throw new AdminException(
                        409, "databaseEnabled is false: this needs the database of accounts");
                  }));
        }
      }
    }
    return List.copyOf(all);
  }

  /** The document, with the routes that there are. */
  private JsonNode document() {
    JsonNode document = wholeDocument();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      Iterator<String> methods = path.getValue().fieldNames();
      while (methods.hasNext()) {
        String method = methods.next().toUpperCase(Locale.ROOT);
        if (routes.stream().noneMatch(route -> route.is(method, path.getKey()))) {
          methods.remove();
        }
      }
    }
    Iterator<JsonNode> paths = document.path("paths").elements();
    while (paths.hasNext()) {
      if (paths.next().isEmpty()) {
        paths.remove();
      }
    }
    return document;
  }

  static JsonNode wholeDocument() {
    try (InputStream in = AdminApi.class.getResourceAsStream("openapi.json")) {
      if (in == null) {
        throw new IllegalStateException("openapi.json is not in the archive");
      }
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
