package io.deltas3proxy.gateway.placement;

import io.deltas3proxy.gateway.PlacementDecision;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a version may have one more replica somewhere.
 *
 * @param rules that took part, or the one that refused
 * @param reason why it is refused; {@code null} where it is not
 */
record LaterDecision(List<String> rules, @Nullable String reason) {
  LaterDecision {
    rules = List.copyOf(rules);
  }

  static LaterDecision refused(String rule, String reason) {
    return new LaterDecision(List.of(rule), reason);
  }

  boolean allowed() {
    return reason == null;
  }

  Optional<PlacementDecision.Refused> refusal() {
    return reason == null
        ? Optional.empty()
        : Optional.of(new PlacementDecision.Refused(String.join(", ", rules), reason));
  }
}
