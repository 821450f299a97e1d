package io.deltas3proxy.files;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What somebody may do with files. */
public enum FilePrivilege {
  READ,
  WRITE;

  /** By its name in the configuration, for example {@code read}. */
  public static Optional<FilePrivilege> named(String word) {
    return Stream.of(values())
        .filter(privilege -> privilege.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst();
  }
}
