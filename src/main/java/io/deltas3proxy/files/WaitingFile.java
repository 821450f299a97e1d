package io.deltas3proxy.files;

import java.io.IOException;
import java.io.InputStream;

/** A file that came before it was said where it belongs. */
public final class WaitingFile implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final SpoolFile file;
  private final long mostBytes;

  WaitingFile(SpoolFile file, long mostBytes) {
    this.file = file;
    this.mostBytes = mostBytes;
  }

  /** Takes a body to its end. */
  public void receive(InputStream body) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      if (file.size() + read > mostBytes) {
        throw new FilesException(FilesFault.TOO_LARGE, "The file is larger than is allowed here.");
      }
      file.append(buffer, read);
    }
  }

  public SpoolFile file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    file.delete();
  }
}
