package io.deltas3proxy.files;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** A file that came before its store is asked: it is gone when this is closed, if not kept. */
public final class WaitingFile implements AutoCloseable {

  private static final int BUFFER = 64 * 1024;

  private final SpoolFile file;
  private final long mostBytes;
  private boolean kept;

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

  /** Reads it once more, to hold it against what the caller said. */
  public void require(Map<String, String> digests) throws IOException {
    FileDigests said = new FileDigests(digests);
    var unused = FileSlice.of(file, 0, file.size(), said);
    said.require();
  }

  public SpoolFile file() {
    return file;
  }

  /** From now on it stays, also when the machine ends. */
  public void keep() throws IOException {
    file.force();
    kept = true;
  }

  @Override
  public void close() throws IOException {
    if (kept) {
      file.close();
    } else {
      file.delete();
    }
  }
}
