package io.deltas3proxy.gateway;

import java.util.Optional;

/** The one place that decides where something may be kept. */
public interface Placements {

  /**
   * Decides on something new, and records the decision as evidence before it returns.
   *
   * @throws MetadataUnavailableException when the rules cannot be known or the evidence cannot be
   *     recorded: nothing may be written then
   */
  PlacementDecision decide(PlacementRequest request) throws MetadataUnavailableException;

  /**
   * Whether a version may have a replica on a backend: by the zones that were allowed when it was
   * made and by the rules of today. Asked before each later copy of it.
   */
  boolean mayHold(StoredVersion version, Backend backend) throws MetadataUnavailableException;

  /**
   * Decides by what {@link #mayHold} says, and records the decision as evidence before it returns.
   * A refusal that was recorded last for the same version, backend and operation is not recorded
   * again, and neither is what was allowed for the same request or job: tries cost no rows.
   *
   * @return what refuses it; empty where it is allowed
   * @throws MetadataUnavailableException as {@link #decide}
   */
  Optional<PlacementDecision.Refused> decideLater(LaterPlacement later)
      throws MetadataUnavailableException;

  /**
   * Why {@link #mayHold} says no; empty where it says yes.
   *
   * @return with the name of the rule
   */
  default Optional<PlacementDecision.Refused> refusal(StoredVersion version, Backend backend)
      throws MetadataUnavailableException {
    return mayHold(version, backend)
        ? Optional.empty()
        : Optional.of(
            new PlacementDecision.Refused(
                "allowed-zones", "its zone is not one of those that are allowed"));
  }
}
