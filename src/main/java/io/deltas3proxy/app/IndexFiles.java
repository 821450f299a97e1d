package io.deltas3proxy.app;

import io.deltas3proxy.delta.IndexDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * The files of indexes that outlive the process.
 *
 * @param directory of ours alone
 * @param mostBytes of all files together
 */
record IndexFiles(Path directory, long mostBytes) {

  static Optional<IndexDirectory> open(Configuration configuration, Clock clock)
      throws ConfigurationException {
    if (configuration.indexFiles().isEmpty()) {
      return Optional.empty();
    }
    IndexFiles files = configuration.indexFiles().get();
    try {
      return Optional.of(IndexDirectory.open(files.directory(), files.mostBytes(), clock));
    } catch (IOException e) {
      KeyPath path = KeyPath.ROOT.child("index").child("directory");
      throw new ConfigurationException(
          List.of(
              new Problem(
                  configuration.source().sourceOf(path), path.text(), "cannot be used: " + e)));
    }
  }
}
