package io.deltas3proxy.http.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file that a setting names.
 *
 * @param setting for messages, for example {@code certificateFile}
 */
record SourceFile(String setting, Path path) {

  private static final int MOST_BYTES = 1 << 20;

  byte[] read() throws TlsFileException {
    if (!Files.exists(path)) {
      throw new TlsFileException(this, "there is no such file");
    }
    if (!Files.isRegularFile(path)) {
      throw new TlsFileException(this, "is not a file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new TlsFileException(this, "is larger than " + (MOST_BYTES >> 20) + " MiB");
      }
      return content;
    } catch (IOException e) {
      throw new TlsFileException(this, "cannot be read");
    }
  }
}
