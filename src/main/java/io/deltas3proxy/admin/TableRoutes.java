package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.delta.TableUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The tables by alias, with what is known of their logs, and never where they are. */
record TableRoutes(Tables tables) {

  List<Route> routes() {
    return List.of(
        new Route("GET", "/tables", this::list),
        new Route("GET", "/tables/{alias}", this::get),
        new Route("POST", "/tables/{alias}/refresh", this::refresh));
  }

  private Answer list(AdminRequest request) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("tables");
    tables.all().forEach(table -> list.add(shown(tables.status(table))));
    return Answer.ok(answer);
  }

  private Answer get(AdminRequest request) {
    return Answer.ok(shown(tables.status(tables.require(request.name(0)))));
  }

  private Answer refresh(AdminRequest request) throws TableUnavailableException {
    return Answer.ok(shown(tables.refresh(tables.require(request.name(0)))));
  }

  private static ObjectNode shown(IndexStatus status) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("alias", status.alias())
            .put("state", status.state().name().toLowerCase(Locale.ROOT))
            .put("objects", status.objects())
            .put("bytes", status.bytes())
            .put("loads", status.loads())
            .put("restores", status.restores())
            .put("refreshes", status.refreshes())
            .put("failures", status.failures())
            .put("hits", status.hits())
            .put("evictions", status.evictions());
    if (status.version() >= 0) {
      node.put("version", status.version());
    }
    if (status.refreshedAt() != null) {
      node.put("refreshedAt", status.refreshedAt().toString());
    }
    Duration last = status.lastDuration();
    return last == null ? node : node.put("lastDurationMillis", last.toMillis());
  }
}
