package io.deltas3proxy.storage.local;

import io.deltas3proxy.storage.Checksum;
import io.deltas3proxy.storage.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an object in an extended attribute of its file. The attribute names the size and
 * the time of the file that it was written for: what somebody else has changed in place since has
 * none. A file system without such attributes keeps no headers.
 */
final class FileHeaders {

  private static final String ATTRIBUTE = "delta-s3-proxy.headers";
  private static final String META = "x-amz-meta-";
  private static final int MOST_BYTES = 3072;

  private static final Set<String> KEPT =
      Set.of(
          "content-type",
          "cache-control",
          "content-disposition",
          "content-encoding",
          "content-language",
          "expires");

  private FileHeaders() {}

  /**
   * Those of the headers of a request that a file keeps.
   *
   * @throws StoreException.Unsupported for tags
   * @throws StoreException.Invalid when they are too long, or no headers
   */
  static Map<String, String> kept(Map<String, String> headers) throws StoreException {
    if (headers.containsKey("x-amz-tagging")) {
      throw new StoreException.Unsupported("files have no tags");
    }
    Map<String, String> kept = new TreeMap<>();
    headers.forEach((name, value) -> {
      if (KEPT.contains(name) || name.startsWith(META) || Checksum.isKnown(name)) {
        kept.put(name, value);
      }
    });
    String text = encode(kept);
    if (text.lines().count() != kept.size() || text.indexOf('\r') >= 0) {
      throw invalid("a header has lines");
    }
    if (text.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw invalid("headers of more than " + MOST_BYTES + " bytes");
    }
    return kept;
  }

  private static StoreException.Invalid invalid(String message) {
    return new StoreException.Invalid(StoreException.Invalid.Fault.INVALID_REQUEST, message);
  }

  /** Lines of a name, a space and a value. */
  static String encode(Map<String, String> headers) {
    StringBuilder text = new StringBuilder();
    headers.forEach((name, value) -> text.append(name).append(' ').append(value).append('\n'));
    return text.toString();
  }

  static Map<String, String> decode(String text) {
    Map<String, String> headers = new HashMap<>();
    text.lines()
        .forEach(line -> {
          int space = line.indexOf(' ');
          if (space > 0) {
            headers.put(line.substring(0, space), line.substring(space + 1));
          }
        });
    return headers;
  }

  /**
   * Keeps headers with a file that has the size and the time that it will have.
   *
   * @throws IOException where that cannot be done
   */
  static void write(Path file, FileState state, Map<String, String> headers) throws IOException {
    UserDefinedFileAttributeView view = view(file);
    if (view == null) {
      throw new IOException("no extended attributes: " + file);
    }
    String text = stamp(state) + '\n' + encode(headers);
    view.write(ATTRIBUTE, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Those of the file at a path without links, as long as it is in this state; empty without. */
  static Map<String, String> read(Path file, FileState state) throws IOException {
    UserDefinedFileAttributeView view = view(file);
    if (view == null || !has(view)) {
      return Map.of();
    }
    ByteBuffer bytes = ByteBuffer.allocate(view.size(ATTRIBUTE));
    view.read(ATTRIBUTE, bytes);
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    String stamp = stamp(state) + '\n';
    return text.startsWith(stamp) ? decode(text.substring(stamp.length())) : Map.of();
  }

  private static boolean has(UserDefinedFileAttributeView view) throws IOException {
    try {
      return view.list().contains(ATTRIBUTE);
    } catch (AccessDeniedException e) {
      return false;
    } catch (FileSystemException e) {
      String reason = e.getReason();
      if (reason != null && reason.endsWith("not supported")) {
        return false;
      }
      throw e;
    }
  }

  private static String stamp(FileState state) {
    return state.size() + " " + state.modified();
  }

  private static @Nullable UserDefinedFileAttributeView view(Path file) {
    return Files.getFileAttributeView(
        file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
