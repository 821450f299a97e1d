package io.deltas3proxy.files;

import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One file on its way to a store: received first, then committed, or closed and nothing is left of
 * it. One thread uses it. What it throws is a {@link FilesException}, or what reading the body
 * throws.
 */
public final class FileUpload implements AutoCloseable {

  private final FileTarget target;
  private final NewFile file;
  private final UploadSettings settings;
  private final Receiving receiving;
  private final LongConsumer sent;
  private final FileDigests digests;
  private final List<Piece> held = new ArrayList<>();
  private @Nullable PartUploads parts;
  private long size;

  FileUpload(
      FileTarget target,
      NewFile file,
      UploadSettings settings,
      Receiving receiving,
      LongConsumer sent) {
    this.target = target;
    this.file = file;
    this.settings = settings;
    this.receiving = receiving;
    this.sent = sent;
    this.digests = new FileDigests(file.digests());
  }

  /** Takes a body to its end. */
  public void receive(InputStream body) throws IOException {
    long part = settings.partBytes(file.expected());
    while (true) {
      Chunk chunk = receiving.chunk();
      held.add(chunk);
      try {
        receiving.fill(chunk, body, part, digests, parts);
      } catch (StoreException e) { // Of parts before this one, which had to be waited for.
        throw StoreFaults.ofUpload(e, target.file());
      }
      if (chunk.size() == 0) {
        held.removeLast();
        chunk.close();
        return;
      }
      added(chunk.size());
      if (chunk.size() < part) {
        return;
      }
    }
  }

  /** Takes all of a file, which stays. */
  public void receive(SpoolFile spooled) throws IOException {
    long part = settings.partBytes(spooled.size());
    for (long at = 0; at < spooled.size(); at += part) {
      long length = Math.min(part, spooled.size() - at);
      held.add(FileSlice.of(spooled, at, length, digests));
      added(length);
    }
  }

  private void added(long bytes) throws IOException {
    size += bytes;
    if (size > settings.mostBytes()) {
      throw new FilesException(FilesFault.TOO_LARGE, "The file is larger than is allowed here.");
    }
    try {
      if (parts == null && size > settings.wholeBytes()) {
        parts =
            PartUploads.begin(
                target, file.headers(), receiving.journal(), settings.parallelParts(), sent);
      }
      while (parts != null && !held.isEmpty()) {
        parts.add(held.removeFirst());
      }
    } catch (StoreException e) {
      throw StoreFaults.ofUpload(e, target.file());
    }
  }

  /** Stores what was received, if it is what was said. */
  public StoredFile commit() throws IOException {
    if (size == 0) {
      throw FilesException.unreadable().because("the file has no bytes");
    }
    digests.require();
    try {
      if (parts == null) {
        return whole(Joined.of(held));
      }
      StoredFile stored = parts.complete(size);
      parts = null;
      return stored;
    } catch (StoreException e) {
      throw StoreFaults.ofUpload(e, target.file());
    }
  }

  private StoredFile whole(Piece piece) throws IOException {
    WrittenObject written =
        PieceWriter.write(
            file.headers(),
            piece,
            (headers, body) ->
                target
                    .store()
                    .writer()
                    .put(
                        new PutRequest(target.address(), size, headers, WriteConditions.NONE, null),
                        body));
    sent.accept(size);
    return new StoredFile(written.eTag(), size);
  }

  @Override
  public void close() {
    held.forEach(Piece::close);
    held.clear();
    if (parts != null) {
      parts.abort();
      parts = null;
    }
  }
}
