package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/** The uploads of one root. One that nothing came to for seven days is deleted. */
final class UploadRooms {

  private static final Duration STALE = Duration.ofDays(7);
  private static final int MOST = 10_000;
  private static final int ID_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Example: {@code 7f3a09c2d4e5b6a71829304a5b6c7d8e}. */
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final Staging staging;

  UploadRooms(Staging staging) {
    this.staging = staging;
  }

  /** Begins an upload; those that are stale make room for it. */
  String create(ObjectAddress address, Map<String, String> headers) throws StoreException {
    byte[] random = new byte[ID_BYTES];
    RANDOM.nextBytes(random);
    String id = HexFormat.of().formatHex(random);
    Path path = staging.uploads().resolve(id);
    try (StagedFile about = StagedFile.create(staging)) {
      sweep();
      about
          .channel()
          .write(
              ByteBuffer.wrap(
                  UploadDirectory.about(address, headers).getBytes(StandardCharsets.UTF_8)));
      about.channel().force(true);
      staging.createPrivate(path);
      try (OpenDirectory directory = staging.open(path)) {
        about.directory().move(about.name(), directory, UploadDirectory.ABOUT);
        directory.force();
      }
      OpenDirectory.force(staging.uploads());
      return id;
    } catch (IOException e) {
      throw LocalFailures.writing(e, path);
    }
  }

  /**
   * Finds an upload.
   *
   * @throws StoreException.NoSuchUpload when there is none of this key
   */
  UploadDirectory find(ObjectAddress address, String id) throws StoreException {
    if (!ID.matcher(id).matches()) {
      throw new StoreException.NoSuchUpload("no such upload");
    }
    Path path = staging.uploads().resolve(id);
    try {
      String about = Files.readString(path.resolve(UploadDirectory.ABOUT));
      Map<String, String> headers = UploadDirectory.headers(about, address);
      return new UploadDirectory(staging, path, headers);
    } catch (IOException e) {
      throw LocalUploads.gone(e, path);
    }
  }

  private void sweep() throws IOException {
    Instant oldest = staging.now().minus(STALE);
    int open = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(staging.uploads())) {
      for (Path each : all) {
        if (isOlder(each, oldest)) {
          new UploadDirectory(staging, each, Map.of()).delete();
        } else {
          open++;
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    if (open >= MOST) {
      throw new StoreException.Throttled(open + " uploads are open below " + staging.root());
    }
  }

  /** A part that comes changes its directory. */
  private static boolean isOlder(Path upload, Instant oldest) throws IOException {
    try {
      return FileState.read(upload).modified().isBefore(oldest);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
