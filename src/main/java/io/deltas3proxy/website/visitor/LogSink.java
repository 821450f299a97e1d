package io.deltas3proxy.website.visitor;

import io.deltas3proxy.http.RollingFile;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Visits in a file of lines. */
final class LogSink implements VisitSink {

  private static final Logger LOG = LoggerFactory.getLogger(LogSink.class);

  private final RollingFile file;

  private LogSink(RollingFile file) {
    this.file = file;
  }

  static LogSink open(LogSettings settings) throws IOException {
    return new LogSink(
        RollingFile.open(settings.file(), settings.maxFileBytes(), settings.maxFiles()));
  }

  @Override
  public void publish(List<PublishedVisit> visits) throws IOException {
    file.append(visits.stream().map(VisitLine::of).toList());
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      LOG.error("The log of visits could not be closed", e);
    }
  }
}
