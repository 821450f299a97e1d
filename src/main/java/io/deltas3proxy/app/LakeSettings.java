package io.deltas3proxy.app;

import io.deltas3proxy.storage.s3.HttpSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The tables and the stores that hold them.
 *
 * @param aliases every one that the mapping names, also where what it says of the table is wrong
 * @param backends by name
 * @param localDirectories absolute; only tables below them may have {@code file:} URIs
 * @param views how those of filtered tables are kept
 */
record LakeSettings(
    List<TableSettings> tables,
    Set<String> aliases,
    Map<String, BackendSettings> backends,
    List<Path> localDirectories,
    ViewsSettings views) {
  LakeSettings {
    tables = List.copyOf(tables);
    aliases = Set.copyOf(aliases);
    backends = Map.copyOf(backends);
    localDirectories = List.copyOf(localDirectories);
  }

  /** How stores are spoken to that do not say it themselves. */
  HttpSettings http() {
    return Objects.requireNonNull(backends.get(BackendSettings.DEFAULT)).store().http();
  }
}
