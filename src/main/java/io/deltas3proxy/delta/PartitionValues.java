package io.deltas3proxy.delta;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One distinct tuple of partition values.
 *
 * @param values serialized as in the log, in the order of the {@link PartitionSchema}; {@code null}
 *     for null, which the log also writes as an empty string
 */
public record PartitionValues(List<@Nullable String> values) {
  public PartitionValues {
    values = Collections.unmodifiableList(new ArrayList<>(values));
  }
}
