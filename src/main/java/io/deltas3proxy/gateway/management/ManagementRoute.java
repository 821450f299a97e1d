package io.deltas3proxy.gateway.management;

import io.deltas3proxy.accounts.AccountConflictException;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One operation.
 *
 * @param template path, for example {@code /api/replication/jobs/{id}}; the first route that fits
 *     is taken
 * @param open whether it needs no administrator
 */
public record ManagementRoute(String method, String template, boolean open, Handler handler) {

  /** Does what a route is for. */
  @FunctionalInterface
  public interface Handler {
    ManagementAnswer answer(ManagementRequest request)
        throws MetadataUnavailableException, AccountsUnavailableException, AccountConflictException;
  }

  /** A route for administrators. */
  public ManagementRoute(String method, String template, Handler handler) {
    this(method, template, false, handler);
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
