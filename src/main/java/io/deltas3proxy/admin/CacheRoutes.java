package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;

/** What the process that answers keeps, and how to make it forget that. */
record CacheRoutes(Caches caches) {

  List<Route> routes() {
    return List.of(
        new Route("GET", "/caches", this::list),
        new Route("DELETE", "/caches", this::dropAll),
        new Route("DELETE", "/caches/{cache}", this::drop));
  }

  private Answer list(AdminRequest request) {
    return Answer.ok(JsonNodeFactory.instance.objectNode().set("caches", caches.list()));
  }

  private Answer dropAll(AdminRequest request) {
    caches.drop(request.administrator());
    return Answer.DONE;
  }

  private Answer drop(AdminRequest request) {
    caches.drop(request.administrator(), request.name(0));
    return Answer.DONE;
  }
}
