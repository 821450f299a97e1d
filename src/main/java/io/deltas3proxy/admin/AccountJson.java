package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.accounts.AccessKey;
import io.deltas3proxy.accounts.NewAccessKey;
import io.deltas3proxy.accounts.User;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Accounts as they are shown. */
final class AccountJson {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private AccountJson() {}

  static ObjectNode user(User user) {
    ObjectNode node = NODES.objectNode().put("name", user.name()).put("disabled", user.disabled());
    node.set("groups", texts(user.groups()));
    return node;
  }

  static ObjectNode key(AccessKey key) {
    ObjectNode node =
        NODES
            .objectNode()
            .put("accessKeyId", key.accessKeyId())
            .put("user", key.user())
            .put("disabled", key.disabled())
            .put("createdAt", key.createdAt().toString());
    return key.expiresAt() == null ? node : node.put("expiresAt", key.expiresAt().toString());
  }

  /** The one time that a secret is shown. */
  static ObjectNode newKey(NewAccessKey made) {
    return key(made.key()).put("secretAccessKey", made.secretAccessKey());
  }

  static ObjectNode disabled(boolean disabled) {
    return NODES.objectNode().put("disabled", disabled);
  }

  static ArrayNode texts(Collection<String> texts) {
    ArrayNode list = NODES.arrayNode();
    texts.forEach(list::add);
    return list;
  }

  /**
   * A page, with {@code after} for the next one where there may be one.
   *
   * @param found one more than the page has, if there are
   */
  static <T> ObjectNode page(
      String field, List<T> found, int limit, Function<T, JsonNode> shown, Function<T, String> id) {
    ObjectNode page = NODES.objectNode();
    ArrayNode list = page.putArray(field);
    List<T> shownOnes = found.subList(0, Math.min(limit, found.size()));
    shownOnes.forEach(one -> list.add(shown.apply(one)));
    if (found.size() > limit) {
      page.put("after", id.apply(shownOnes.getLast()));
    }
    return page;
  }
}
