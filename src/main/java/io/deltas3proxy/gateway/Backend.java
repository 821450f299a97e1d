package io.deltas3proxy.gateway;

/**
 * One S3 store of a provider, as it is described; nothing in here is secret, but {@link #bucket} is
 * not told to callers.
 *
 * @param name unique; names it in answers to administrators
 * @param zone unique place of it, told to callers
 * @param region the place that it is in, as described
 * @param bucket physical, for the fixed strategy and for buckets that name no other
 * @param primary whether it comes first where no rule says otherwise
 * @param enabled whether it is used at all
 * @param draining whether it gets nothing new and is being emptied
 */
public record Backend(
    String name,
    String provider,
    Location zone,
    Location region,
    String bucket,
    boolean primary,
    boolean enabled,
    boolean draining,
    Capabilities capabilities) {

  /**
   * What its provider is said to have.
   *
   * @param iso27001Gdpr whether it is certified by ISO 27001 and bound by the GDPR
   */
  public record Capabilities(boolean objectLock, boolean versioning, boolean iso27001Gdpr) {
    public static final Capabilities NONE = new Capabilities(false, false, false);
  }

  /** Whether something new may be put there. */
  public boolean takesNew() {
    return enabled && !draining;
  }
}
