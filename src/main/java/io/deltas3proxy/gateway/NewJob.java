package io.deltas3proxy.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Something to be done later, and surely.
 *
 * @param version row of the version that it is about; {@code null} for a job on a backend
 * @param source backend to take from; {@code null} for any that has it
 * @param target backend that it is about
 * @param priority 1 (first) to 10
 */
public record NewJob(
    Job.Type type,
    @Nullable Long version,
    @Nullable String source,
    @Nullable String target,
    int priority) {

  public static final int DEFAULT_PRIORITY = 5;

  public NewJob {
    if (priority < 1 || priority > 10) {
      throw new IllegalArgumentException("priority is 1 to 10, not " + priority);
    }
  }
}
