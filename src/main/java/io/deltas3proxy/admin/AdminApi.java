package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.access.Explanations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The routes that there are. */
public final class AdminApi {

  private final List<Route> routes = new ArrayList<>();

  /** Routes that need no database. */
  public AdminApi(Tables tables, Explanations explanations, Clock clock) {
    JsonNode document = document();
    routes.add(new Route("GET", "/openapi.json", request -> Answer.ok(document)));
    routes.addAll(new TableRoutes(tables).routes());
    routes.addAll(new ExplainRoutes(explanations, tables, clock).routes());
  }

  /** Adds the routes of a database. */
  public AdminApi with(Users users, Keys keys, Groups groups, Grants grants) {
    routes.addAll(new UserRoutes(users, keys).routes());
    routes.addAll(new GroupRoutes(groups).routes());
    routes.addAll(new GrantRoutes(grants).routes());
    return this;
  }

  List<Route> routes() {
    return List.copyOf(routes);
  }

  static JsonNode document() {
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
