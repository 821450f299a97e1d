package io.deltas3proxy.delta.kernel;

import io.delta.kernel.defaults.engine.fileio.InputFile;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import java.io.IOException;

/** One file of the log: JSON is read from its start to its end, Parquet in ranges. */
final class LogInputFile implements InputFile {

  private final LogFileIO files;
  private final String path;
  private long length;

  /**
   * @param length in bytes, negative when it is not known
   */
  LogInputFile(LogFileIO files, String path, long length) {
    this.files = files;
    this.path = path;
    this.length = length;
  }

  @Override
  public long length() throws IOException {
    if (length < 0) {
      length = files.describe(path).size();
    }
    return length;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    return path.endsWith(".parquet")
        ? new RangedLogStream(files, path, length())
        : new LineLogStream(files, path);
  }
}
