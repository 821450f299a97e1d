package io.deltas3proxy.files;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The uploads in parts that stores have under way for this instance, a small file of the spool for
 * each: what a process leaves that ends, the next one gives up, so that no parts stay for ever.
 */
public final class UploadJournal {

  private static final Logger LOG = LoggerFactory.getLogger(UploadJournal.class);
  private static final String START = "parts-";

  /** Its lines: name of the store, bucket, key, id of the upload. */
  private static final int LINES = 4;

  private final Path directory;
  private final Set<Path> open = ConcurrentHashMap.newKeySet();

  /**
   * Makes it.
   *
   * @param directory that is there, of this process alone
   */
  public UploadJournal(Path directory) {
    this.directory = directory;
  }

  /** Notes an upload that was begun. */
  Path begin(FileTarget target, String uploadId) throws IOException {
    Path note = directory.resolve(START + UUID.randomUUID());
    open.add(note);
    Files.writeString(
        note,
        String.join(
            "\n", target.storeName(), target.address().bucket(), target.address().key(), uploadId));
    return note;
  }

  /** It is over: it was completed, or its store has given it up. */
  void over(Path note) {
    try {
      Files.deleteIfExists(note);
    } catch (IOException e) {
      LOG.warn("A note of an upload is not deleted now: {}", e.getMessage());
    }
    open.remove(note);
  }

  /** Nobody goes on with it: it is given up later. */
  void leave(Path note) {
    open.remove(note);
  }

  /**
   * Gives up what nobody goes on with.
   *
   * @param stores by their names
   */
  public void giveUp(Map<String, ObjectStore> stores) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path note : files.toList()) {
        if (String.valueOf(note.getFileName()).startsWith(START) && !open.contains(note)) {
          giveUp(note, stores);
        }
      }
    } catch (IOException e) {
      LOG.warn("Uploads that were left are not given up now: {}", e.getMessage());
    }
  }

  private static List<String> lines(Path note) throws IOException {
    try {
      return Files.readAllLines(note);
    } catch (CharacterCodingException e) {
      LOG.debug("A note of an upload is no text", e);
      return List.of();
    }
  }

  private void giveUp(Path note, Map<String, ObjectStore> stores) throws IOException {
    List<String> lines = lines(note);
    boolean whole = lines.size() == LINES && lines.stream().skip(2).noneMatch(String::isEmpty);
    ObjectStore store = whole ? stores.get(lines.getFirst()) : null;
    if (store == null) {
      // Cut off while it was written, or of a store that is no more.
      over(note);
      return;
    }
    try {
      store.writer().abortUpload(new ObjectAddress(lines.get(1), lines.get(2)), lines.get(3));
      LOG.info("An upload in parts that was left is given up");
      over(note);
    } catch (StoreException.NoSuchUpload e) {
      over(note);
    } catch (StoreException e) {
      LOG.warn("An upload in parts is given up later: {}", e.getMessage());
    }
  }
}
