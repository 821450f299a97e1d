package io.deltas3proxy.admin;

import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.delta.TableUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One operation of the interface.
 *
 * @param template path below {@code /admin/v1}, for example {@code /users/{name}/keys}
 */
record Route(String method, String template, Handler handler) {

  /** Does what a route is for. */
  @FunctionalInterface
  interface Handler {
    Answer answer(AdminRequest request)
        throws AccountsUnavailableException, AccountConflictException, TableUnavailableException;
  }

  boolean is(String otherMethod, String otherTemplate) {
    return method.equals(otherMethod) && template.equals(otherTemplate);
  }

  /** Lists that are given in pages. */
  private static final Set<String> PAGED =
      Set.of("/users", "/groups", "/groups/{group}/members", "/grants", "/permissions");

  /** The parameters that it takes. */
  Set<String> parameters() {
    if (template.equals("/unreadable-grants")) {
      return Set.of("limit");
    }
    if (template.equals(AuditRoutes.PATH)) {
      return AuditRoutes.PARAMETERS;
    }
    return method.equals("GET") && PAGED.contains(template) ? Set.of("limit", "after") : Set.of();
  }

  /** The values that stand for the template's names, in their order; empty if it is another. */
  Optional<List<String>> match(List<String> segments) {
    String[] parts = template.substring(1).split("/", -1);
    if (parts.length != segments.size()) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].startsWith("{")) {
        values.add(segments.get(i));
      } else if (!parts[i].equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(values);
  }
}
