package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.gateway.Backend.Capabilities;
import io.deltas3proxy.gateway.Location;

/**
 * One row of the providers' file.
 *
 * @param endpoint as written: for people, nothing is sent there
 * @param notes may be empty
 */
public record Provider(Place place, String name, String endpoint, Features features, String notes) {

  /**
   * Where its store is.
   *
   * @param region city or region, as people call it
   */
  public record Place(String country, String region, Location zone) {}

  /** What it has, as it is told. */
  public record Features(
      Answer s3Compatible,
      Answer objectLock,
      Answer versioning,
      Answer iso27001Gdpr,
      Answer veeamReady) {}

  /** What a demand can count on: what is not known is not there. */
  public Capabilities capabilities() {
    return new Capabilities(
        features.objectLock().isYes(),
        features.versioning().isYes(),
        features.iso27001Gdpr().isYes());
  }
}
