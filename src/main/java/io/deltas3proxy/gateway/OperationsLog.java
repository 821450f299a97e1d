package io.deltas3proxy.gateway;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of all operations. */
public interface OperationsLog {

  /** Logs an operation; waits, bounded, where too many wait to be written. */
  void record(Operation operation);

  /** Operations, the latest first. */
  Page find(Filter filter, int most) throws MetadataUnavailableException;

  /**
   * Which ones; {@code null} for any.
   *
   * @param before from the page before; {@code null} for the first one
   */
  record Filter(
      @Nullable String type,
      @Nullable String bucket,
      @Nullable String keyPrefix,
      @Nullable String user,
      @Nullable Integer status,
      @Nullable Instant from,
      @Nullable Instant to,
      @Nullable Long before) {}

  /**
   * @param next {@link Filter#before} of the next page; {@code null} for the last one
   */
  record Page(List<Operation> operations, @Nullable Long next) {
    public Page {
      operations = List.copyOf(operations);
    }
  }
}
