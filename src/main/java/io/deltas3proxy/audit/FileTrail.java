package io.deltas3proxy.audit;

import io.deltas3proxy.http.RollingFile;
import java.io.IOException;
import java.util.List;

/** The trail in a file. */
final class FileTrail implements Destination {

  private final RollingFile file;

  private FileTrail(RollingFile file) {
    this.file = file;
  }

  static FileTrail open(AuditSettings settings) throws IOException {
    return new FileTrail(
        RollingFile.open(settings.file(), settings.maxFileBytes(), settings.maxFiles()));
  }

  @Override
  public void append(List<String> lines) throws IOException {
    file.append(lines);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
