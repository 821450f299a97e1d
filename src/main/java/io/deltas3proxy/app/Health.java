package io.deltas3proxy.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the proxy, or a part of it, is.
 *
 * @param good whether requests may be sent to it
 * @param status one word
 * @param accounts whether it is known who may do what
 * @param tables state by alias, empty where the question was not about tables
 */
record Health(boolean good, String status, boolean accounts, Map<String, TableHealth> tables) {

  static final Health LIVE = new Health(true, "live", true, Map.of());

  Health {
    tables = new TreeMap<>(tables);
  }

  /**
   * How one table is.
   *
   * @param reason why it cannot be used, without any physical place; {@code null} when it can be
   */
  record TableHealth(String state, @Nullable String reason) {}

  String toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("status", status);
    if (!accounts) {
      json.put("accounts", "unavailable");
    }
    if (!tables.isEmpty()) {
      ObjectNode byAlias = json.putObject("tables");
      tables.forEach((alias, table) -> {
        ObjectNode node = byAlias.putObject(alias).put("state", table.state());
        if (table.reason() != null) {
          node.put("reason", table.reason());
        }
      });
    }
    return json.toString() + "\n";
  }
}
