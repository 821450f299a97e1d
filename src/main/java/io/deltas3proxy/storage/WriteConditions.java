package io.deltas3proxy.storage;

import org.jspecify.annotations.Nullable;

/**
 * What must hold for a write, in the moment in which it takes place.
 *
 * @param ifAbsent {@code If-None-Match: *}: there is no such object
 * @param ifMatch the entity tag that the object has, as sent, quoted or not; {@code null} for any
 */
public record WriteConditions(boolean ifAbsent, @Nullable String ifMatch) {

  public static final WriteConditions NONE = new WriteConditions(false, null);
  public static final WriteConditions IF_ABSENT = new WriteConditions(true, null);

  public WriteConditions {
    if (ifAbsent && ifMatch != null) {
      throw new IllegalArgumentException("an object cannot be absent and match");
    }
  }
}
