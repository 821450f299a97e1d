package io.deltas3proxy.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The tables and the stores that hold them.
 *
 * @param backends by name
 * @param localDirectories absolute; only tables below them may have {@code file:} URIs
 */
record LakeSettings(
    List<TableSettings> tables,
    Map<String, BackendSettings> backends,
    List<Path> localDirectories) {
  LakeSettings {
    tables = List.copyOf(tables);
    backends = Map.copyOf(backends);
    localDirectories = List.copyOf(localDirectories);
  }
}
