package io.deltas3proxy.access;

import io.deltas3proxy.accounts.Principal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The grants of one caller as they would be after changes. */
final class ProposedGrants {

  private ProposedGrants() {}

  static List<Grant> after(
      List<GrantChange> changes, List<Grant> grants, @Nullable Principal principal) {
    List<Grant> changed = new ArrayList<>(grants);
    for (GrantChange change : changes) {
      switch (change) {
        case GrantChange.Add(Grant grant) -> changed.add(grant);
        case GrantChange.Replace(String name, Grant grant) -> {
          changed.removeIf(present -> present.name().equals(name));
          changed.add(grant);
        }
        case GrantChange.Remove(String name) ->
            changed.removeIf(present -> present.name().equals(name));
        case GrantChange.Rules rules -> {
          changed.removeIf(present ->
              present.grantee().equals(rules.grantee()) && present.covers(rules.alias()));
          if (!rules.rules().isEmpty()) {
            changed.add(Grant.toRead("proposed", rules.grantee(), rules.alias(), rules.rules()));
          }
        }
      }
    }
    changed.removeIf(grant -> !grant.isFor(principal));
    return changed;
  }
}
