package io.deltas3proxy.files;

import io.deltas3proxy.storage.Checksum;
import java.io.IOException;
import java.io.InputStream;

/**
 * A piece that is a range of a file of the spool, which is somebody else's to delete.
 *
 * @param md5 in Base64
 */
record FileSlice(SpoolFile file, long from, long size, String md5) implements Piece {

  private static final int BUFFER = 64 * 1024;

  /** Reads the range once, for its digest and for those of the whole file. */
  static FileSlice of(SpoolFile file, long from, long size, FileDigests digests)
      throws IOException {
    Checksum md5 = Checksum.md5();
    byte[] buffer = new byte[BUFFER];
    try (InputStream bytes = file.open(from, size)) {
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        md5.update(buffer, 0, read);
        digests.update(buffer, 0, read);
      }
    }
    return new FileSlice(file, from, size, md5.value());
  }

  @Override
  public InputStream open() {
    return file.open(from, size);
  }

  @Override
  public void close() {}
}
