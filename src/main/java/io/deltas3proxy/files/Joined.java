package io.deltas3proxy.files;

import io.deltas3proxy.storage.Checksum;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Collections;
import java.util.List;

/**
 * Pieces one behind the other, which are somebody else's to close.
 *
 * @param md5 of all of them, in Base64
 */
record Joined(List<Piece> pieces, String md5) implements Piece {

  private static final int BUFFER = 64 * 1024;

  Joined {
    pieces = List.copyOf(pieces);
  }

  static Piece of(List<Piece> pieces) throws IOException {
    if (pieces.size() == 1) {
      return pieces.getFirst();
    }
    Checksum md5 = Checksum.md5();
    byte[] buffer = new byte[BUFFER];
    for (Piece piece : pieces) {
      try (InputStream bytes = piece.open()) {
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
          md5.update(buffer, 0, read);
        }
      }
    }
    return new Joined(pieces, md5.value());
  }

  @Override
  public long size() {
    return pieces.stream().mapToLong(Piece::size).sum();
  }

  @Override
  public InputStream open() {
    return new SequenceInputStream(
        Collections.enumeration(pieces.stream().map(Piece::open).toList()));
  }

  @Override
  public void close() {}
}
