package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.files.FileName;
import io.deltas3proxy.files.FilesException;
import io.deltas3proxy.files.FilesFault;
import io.deltas3proxy.files.FormPart;
import io.deltas3proxy.files.FormReader;
import io.deltas3proxy.files.NewFile;
import io.deltas3proxy.s3.protocol.QueryParameters;
import io.deltas3proxy.storage.Checksum;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The fields of the form of an upload, in whatever order they come. Others are passed over. */
final class UploadForm {

  private static final String BUCKET = "bucket_name";
  private static final String OBJECT = "object_name";
  private static final String FILE = "file_request";
  private static final String MD5 = "content-md5";
  private static final int MOST_BYTES = 8 * 1024;

  private final QueryParameters query;
  private final Map<String, String> fields = new HashMap<>();
  private final Map<String, String> digests = new HashMap<>();
  private String type = "";
  private boolean filed;

  /** Begins with what the query says, which a presigned URL holds the form to. */
  UploadForm(HttpServletRequest request) {
    query = Downloading.query(request);
  }

  /** Reads until the file comes. */
  FormPart readToFile(FormReader form) throws IOException {
    for (Optional<FormPart> part = form.next(); part.isPresent(); part = form.next()) {
      if (part.get().name().equals(FILE)) {
        begin(part.get());
        return part.get();
      }
      read(part.get());
    }
    throw FilesException.unreadable().because("the form has no " + FILE);
  }

  private void begin(FormPart file) {
    filed = true;
    type = file.headers().getOrDefault("content-type", "");
    file.headers().forEach(this::digest);
  }

  /** Reads what is behind the file. */
  void readToEnd(FormReader form) throws IOException {
    for (Optional<FormPart> part = form.next(); part.isPresent(); part = form.next()) {
      read(part.get());
    }
  }

  private void read(FormPart part) throws IOException {
    String field = part.name();
    String lower = field.toLowerCase(Locale.ROOT);
    if (field.equals(FILE)) {
      throw new FilesException(FilesFault.INVALID_FIELD, FILE + " stands twice in the form.");
    }
    boolean digest = isDigest(lower);
    if (digest && filed) {
      throw new FilesException(FilesFault.INVALID_FIELD, lower + " must come before " + FILE + ".");
    }
    if (digest) {
      digest(lower, FormReader.text(part, MOST_BYTES));
    } else if (field.equals(BUCKET) || field.equals(OBJECT)) {
      if (fields.put(field, FormReader.text(part, MOST_BYTES)) != null) {
        throw new FilesException(FilesFault.INVALID_FIELD, field + " stands twice in the form.");
      }
    } else {
      String unused = FormReader.text(part, MOST_BYTES);
    }
  }

  private void digest(String name, String value) {
    if (isDigest(name) && digests.put(name, value.strip()) != null) {
      throw new FilesException(FilesFault.INVALID_FIELD, name + " is said twice.");
    }
  }

  private static boolean isDigest(String name) {
    return name.equals(MD5) || Checksum.isKnown(name);
  }

  /** Whether it is said already where the file belongs. */
  boolean isNamed() {
    return fields.containsKey(BUCKET) && fields.containsKey(OBJECT);
  }

  FileName name() {
    return new FileName(field(BUCKET), field(OBJECT));
  }

  private String field(String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new FilesException(
          FilesFault.INVALID_FIELD, "The field " + name + " is missing in the form.");
    }
    if (query.has(name) && !value.equals(query.get(name))) {
      throw new FilesException(FilesFault.INVALID_FIELD, name + " is another in the query.");
    }
    return value;
  }

  /**
   * What is said of the file.
   *
   * @param expected an upper bound of its size in bytes; -1 when nothing is known
   */
  NewFile newFile(long expected) {
    return new NewFile(Map.of("content-type", type()), digests, expected);
  }

  String type() {
    return NewFile.type(type);
  }

  /** What the file must have. */
  Map<String, String> digests() {
    return Map.copyOf(digests);
  }
}
