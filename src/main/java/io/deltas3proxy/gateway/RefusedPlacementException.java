package io.deltas3proxy.gateway;

/** No place may keep it: nothing was written. */
public final class RefusedPlacementException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String rule;

  /**
   * @param rule that leaves no place; may be told to the caller, as the reason
   */
  public RefusedPlacementException(String rule, String reason) {
    super(reason);
    this.rule = rule;
  }

  public String rule() {
    return rule;
  }
}
