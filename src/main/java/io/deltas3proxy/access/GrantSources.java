package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import java.util.ArrayList;
import java.util.List;

/**
 * All sources of grants together.
 *
 * @param revision of all of them
 */
public record GrantSources(List<GrantSource> sources, GrantRevision revision) {
  public GrantSources {
    sources = List.copyOf(sources);
  }

  /** Grants that never change. */
  public static GrantSources fixed(GrantSource source) {
    return new GrantSources(List.of(source), GrantRevision.FIXED);
  }

  /** The grants that are for a caller, valid now or not, for any table. */
  List<Grant> grantsOf(Caller caller) throws AccountsUnavailableException {
    List<Grant> grants = new ArrayList<>();
    for (GrantSource source : sources) {
      for (Grant grant : source.grantsOf(caller)) {
        // Also where the source looks at it: what is not meant for a caller never reaches them.
        if (grant.isFor(caller.principal())) {
          grants.add(grant);
        }
      }
    }
    return grants;
  }
}
