package io.deltas3proxy.files;

import io.deltas3proxy.storage.ObjectWriter;
import io.deltas3proxy.storage.PartAddress;
import io.deltas3proxy.storage.PutRequest;
import io.deltas3proxy.storage.ReadRequest;
import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.UploadCompletion;
import io.deltas3proxy.storage.WriteConditions;
import io.deltas3proxy.storage.WrittenObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One upload in parts, a bounded number of them at the same time. One thread calls it. */
final class PartUploads {

  private static final Logger LOG = LoggerFactory.getLogger(PartUploads.class);

  private final FileTarget target;
  private final ObjectWriter writer;
  private final String uploadId;
  private final UploadJournal journal;
  private final Path note;
  private final int parallel;
  private final Semaphore slots;

  /** One for each part that has ended. */
  private final Semaphore ended = new Semaphore(0);

  private final LongConsumer sent;
  private final Map<Integer, String> tags = new TreeMap<>();
  private volatile @Nullable Exception failure;
  private int last;
  private boolean completed;

  private PartUploads(
      FileTarget target, Begun begun, UploadJournal journal, int parallel, LongConsumer sent) {
    this.target = target;
    this.writer = begun.writer();
    this.uploadId = begun.uploadId();
    this.note = begun.note();
    this.journal = journal;
    this.parallel = parallel;
    this.slots = new Semaphore(parallel);
    this.sent = sent;
  }

  /**
   * What the store has begun.
   *
   * @param note of the journal
   */
  private record Begun(ObjectWriter writer, String uploadId, Path note) {}

  /**
   * Begins one.
   *
   * @param sent is told of the bytes of each part that was stored, by any thread
   */
  static PartUploads begin(
      FileTarget target,
      Map<String, String> headers,
      UploadJournal journal,
      int parallel,
      LongConsumer sent)
      throws IOException {
    ObjectWriter writer = target.store().writer();
    String id = writer.createUpload(target.address(), headers);
    boolean noted = false;
    try {
      Begun begun = new Begun(writer, id, journal.begin(target, id));
      noted = true;
      return new PartUploads(target, begun, journal, parallel, sent);
    } finally {
      if (!noted) {
        writer.abortUpload(target.address(), id);
      }
    }
  }

  /** Sends a piece beside others, and closes it; waits until there is room for it. */
  void add(Piece piece) throws IOException {
    int number = ++last;
    if (number > PartAddress.MOST) {
      piece.close();
      throw new FilesException(FilesFault.TOO_LARGE, "The file has too many parts.");
    }
    boolean started = false;
    try {
      slots.acquireUninterruptibly();
      throwFailure();
      Thread.ofVirtual().name("part-upload").start(() -> send(number, piece));
      started = true;
    } finally {
      if (!started) {
        piece.close();
        slots.release();
      }
    }
  }

  /** Whether parts are on their way. */
  boolean isBusy() {
    return slots.availablePermits() < parallel;
  }

  /** Waits until a part has ended that nobody waited for; while {@link #isBusy} there is one. */
  void awaitOne() throws IOException {
    ended.acquireUninterruptibly();
    throwFailure();
  }

  private void send(int number, Piece piece) {
    try (piece) {
      if (failure == null) {
        WrittenObject written =
            PieceWriter.write(
                Map.of(),
                piece,
                (headers, body) ->
                    writer.putPart(
                        new PartAddress(uploadId, number),
                        new PutRequest(
                            target.address(), piece.size(), headers, WriteConditions.NONE, null),
                        new StoppableStream(body, () -> failure != null)));
        synchronized (tags) {
          tags.put(number, written.eTag());
        }
        sent.accept(piece.size());
      }
    } catch (IOException | RuntimeException e) {
      failure = failure == null ? e : failure;
    } catch (Error e) { // Such as no memory: the object would be made without this part.
      failure = new IOException("a part was not sent", e);
      throw e;
    } finally {
      slots.release();
      ended.release();
    }
  }

  private void throwFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Exception e -> throw new IllegalStateException(e);
    }
  }

  /**
   * Makes the object of all parts.
   *
   * @param size that it must have then
   */
  StoredFile complete(long size) throws IOException {
    slots.acquireUninterruptibly(parallel);
    slots.release(parallel);
    throwFailure();
    WrittenObject written =
        writer.completeUpload(
            new UploadCompletion(
                target.address(),
                uploadId,
                tags.entrySet().stream()
                    .map(tag -> new UploadCompletion.Part(tag.getKey(), tag.getValue(), Map.of()))
                    .toList(),
                Map.of(),
                WriteConditions.NONE));
    completed = true;
    journal.over(note);
    long stored = target.store().head(ReadRequest.whole(target.address())).info().size();
    if (stored != size) {
      throw new StoreException.Unavailable("stored " + stored + " bytes of " + size);
    }
    return new StoredFile(written.eTag(), size);
  }

  /** Ends the upload and frees its parts; those on their way stop at their next buffer. */
  void abort() {
    failure = failure == null ? new IOException("the upload is given up") : failure;
    slots.acquireUninterruptibly(parallel);
    if (completed) {
      return;
    }
    try {
      writer.abortUpload(target.address(), uploadId);
      journal.over(note);
    } catch (StoreException.NoSuchUpload e) {
      LOG.debug("An upload in parts was over already", e);
      journal.over(note);
    } catch (StoreException e) {
      journal.leave(note);
      LOG.warn("An upload in parts is given up later: {}", e.getMessage());
    }
  }
}
