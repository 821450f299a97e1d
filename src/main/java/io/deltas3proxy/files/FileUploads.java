package io.deltas3proxy.files;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;

/** All uploads: a bounded number of them, in a bounded memory. */
public final class FileUploads {

  /** More than a form has beside its file: its other fields, and what stands around them. */
  private static final long FORM_BYTES = 2L * 1024 * 1024;

  private final UploadSettings settings;
  private final Receiving receiving;
  private final Semaphore places;

  /**
   * Makes it.
   *
   * @param most uploads at the same time
   */
  public FileUploads(UploadSettings settings, Receiving receiving, int most) {
    this.settings = settings;
    this.receiving = receiving;
    this.places = new Semaphore(most);
  }

  /**
   * Refuses a form whose file is too large, before anything of it is read.
   *
   * @param length of the form in bytes; -1 when it is not said
   */
  public void requireFits(long length) {
    if (length - FORM_BYTES > settings.mostBytes()) {
      throw new FilesException(FilesFault.TOO_LARGE, "The file is larger than is allowed here.");
    }
  }

  /** A place among the uploads, to be closed when the upload has ended. */
  public interface Turn extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Takes a place, before anything of a body is read.
   *
   * @throws FilesException when all are taken
   */
  public Turn begin() {
    if (!places.tryAcquire()) {
      throw Busy.exception().because("files.maxConcurrentUploads is reached");
    }
    return places::release;
  }

  /** A file that comes now. */
  public FileUpload to(FileTarget target, NewFile file) {
    return new FileUpload(target, file, settings, receiving, bytes -> {});
  }

  /**
   * A file that is here already.
   *
   * @param sent is told of bytes that were stored, by any thread
   */
  FileUpload to(FileTarget target, NewFile file, LongConsumer sent) {
    return new FileUpload(target, file, settings, receiving, sent);
  }

  Spool spool() {
    return receiving.spool();
  }

  /** Bytes of a file that waits for its store at most: one that is larger never has room. */
  public long mostWaitingBytes() {
    return Math.min(settings.mostBytes(), receiving.spool().mostBytes());
  }

  /**
   * A file for what goes to its store later, which stays only if that is said.
   *
   * @param id of the upload in the background
   */
  public WaitingFile waiting(String id) throws IOException {
    return new WaitingFile(receiving.spool().named(id), mostWaitingBytes());
  }

  /** A file to keep bytes in whose target is not known yet; gone when it is closed. */
  public WaitingFile waiting() throws IOException {
    return new WaitingFile(receiving.spool().nameless(), mostWaitingBytes());
  }
}
