package io.deltas3proxy.gateway.metadata;

import org.jspecify.annotations.Nullable;

/**
 * How keys are grouped by a delimiter.
 *
 * @param delimiter any text; {@code null} for no groups
 */
record KeyGroups(String prefix, @Nullable String delimiter) {

  /** The common prefix that a key with the prefix goes into; {@code null} if it goes into none. */
  @Nullable String of(String key) {
    if (delimiter == null || !key.startsWith(prefix)) {
      return null;
    }
    int found = key.indexOf(delimiter, prefix.length());
    return found < 0 ? null : key.substring(0, found + delimiter.length());
  }
}
