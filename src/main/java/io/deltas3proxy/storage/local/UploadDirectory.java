package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.Checksum;
import io.deltas3proxy.storage.ObjectAddress;
import io.deltas3proxy.storage.PartPage.StoredPart;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The parts of one upload, each a file named by its number, and what the upload is about.
 *
 * @param headers of the object that it will be
 */
record UploadDirectory(Staging staging, Path path, Map<String, String> headers) {

  static final String ABOUT = "about";

  private static final Pattern NUMBER = Pattern.compile("\\d{5}");
  private static final String HEADER = "x-amz-checksum-";
  private static final String ELEMENT = "Checksum";
  private static final int MOST_ATTEMPTS = 5;

  /** What is kept of an upload: a line of the key's length, the key, and the headers. */
  static String about(ObjectAddress address, Map<String, String> headers) {
    return address.key().length() + "\n" + address.key() + FileHeaders.encode(headers);
  }

  /**
   * The headers of an upload.
   *
   * @throws StoreException.NoSuchUpload when it is of another key
   */
  static Map<String, String> headers(String about, ObjectAddress address)
      throws StoreException.NoSuchUpload {
    String start = about(address, Map.of());
    if (!about.startsWith(start)) {
      throw new StoreException.NoSuchUpload("an upload of another key");
    }
    return FileHeaders.decode(about.substring(start.length()));
  }

  private static String name(int number) {
    return "%05d".formatted(number);
  }

  Path part(int number) {
    return path.resolve(name(number));
  }

  /** Makes a sealed file a part, in place of one of the same number. */
  void take(StagedFile file, int number) throws StoreException {
    try (OpenDirectory directory = staging.open(path)) {
      file.directory().move(file.name(), directory, name(number));
      directory.force();
    } catch (IOException e) {
      throw LocalUploads.gone(e, path);
    }
  }

  SortedSet<Integer> numbers() throws StoreException {
    SortedSet<Integer> numbers = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      for (Path file : files) {
        String name = String.valueOf(file.getFileName());
        if (NUMBER.matcher(name).matches()) {
          numbers.add(Integer.valueOf(name));
        }
      }
      return numbers;
    } catch (DirectoryIteratorException e) {
      throw LocalUploads.gone(Objects.requireNonNull(e.getCause()), path);
    } catch (IOException e) {
      throw LocalUploads.gone(e, path);
    }
  }

  StoredPart describe(int number) throws StoreException {
    try {
      FileState state = FileState.read(part(number));
      return new StoredPart(
          number, state.size(), state.eTag(), state.lastModified(), checksums(number, state));
    } catch (IOException e) {
      throw LocalUploads.gone(e, path);
    }
  }

  /** The checksums that a part came with, by the names of their elements. */
  Map<String, String> checksums(int number, FileState state) throws IOException {
    Map<String, String> checksums = new HashMap<>();
    if (staging.keepsHeaders()) {
      FileHeaders.read(part(number), state)
          .forEach((header, value) -> {
            if (Checksum.isKnown(header)) {
              checksums.put(
                  ELEMENT + header.substring(HEADER.length()).toUpperCase(Locale.ROOT), value);
            }
          });
    }
    return checksums;
  }

  /** Ends the upload: first it can no longer be found, then its parts go. */
  void delete() throws StoreException {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      try {
        deleteOnce();
        return;
      } catch (NoSuchFileException e) {
        return;
      } catch (DirectoryNotEmptyException e) {
        // A part that was on its way has arrived.
      } catch (IOException e) {
        throw LocalFailures.writing(e, path);
      }
    }
  }

  private void deleteOnce() throws IOException {
    try (OpenDirectory directory = staging.open(path);
        DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      delete(directory, ABOUT);
      for (Path file : files) {
        delete(directory, String.valueOf(file.getFileName()));
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    try (OpenDirectory all = staging.open(staging.uploads())) {
      all.deleteDirectory(String.valueOf(path.getFileName()));
    }
  }

  private static void delete(OpenDirectory directory, String name) throws IOException {
    try {
      directory.delete(name);
    } catch (NoSuchFileException e) {
      // Somebody else deletes it too.
    }
  }
}
