package io.deltas3proxy.gateway.placement;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision that was made.
 *
 * @param rules that took part, or the one that refused
 * @param reason why it was refused; {@code null} where it was not
 */
public record PlacementEvidence(
    long id,
    Instant decidedAt,
    Subject subject,
    boolean allowed,
    List<String> rules,
    @Nullable String reason,
    Outcome outcome) {

  /**
   * What it was about.
   *
   * @param requestId of the request, or a name of the job
   * @param versionId that was there, or decided on, before; {@code null} for a new one
   * @param backend that was to get it; {@code null} where all were asked about
   */
  public record Subject(
      String requestId,
      String operation,
      String bucket,
      String key,
      @Nullable String versionId,
      @Nullable String backend) {}

  /**
   * What was allowed; nothing where it was refused.
   *
   * @param backends names of those that could be written to at that time, the primary first
   */
  public record Outcome(List<String> backends, List<String> allowedZones, int requiredReplicas) {
    public Outcome {
      backends = List.copyOf(backends);
      allowedZones = List.copyOf(allowedZones);
    }
  }

  /**
   * Which decisions; {@code null} for any.
   *
   * @param before id of the last one of the page before
   */
  public record Filter(
      @Nullable String bucket,
      @Nullable String key,
      @Nullable String requestId,
      @Nullable Boolean allowed,
      @Nullable Long before) {}

  public PlacementEvidence {
    rules = List.copyOf(rules);
  }
}
