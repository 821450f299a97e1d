package io.deltas3proxy.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a form ({@code multipart/form-data}, RFC 7578) part by part, as it comes in, through one
 * buffer. Whatever is no form is refused; a body that ends before the form does is no form. For one
 * thread.
 */
public final class FormReader {

  private static final int MOST_PARTS = 64;
  private static final int MOST_HEADER_BYTES = 8 * 1024;
  private static final int MOST_BOUNDARY = 70;

  private final FormInput input;
  private @Nullable InputStream open;
  private int parts;

  /**
   * Begins to read.
   *
   * @param contentType of the request, which names the boundary
   */
  public FormReader(InputStream body, @Nullable String contentType) {
    input = new FormInput(body, boundary(contentType));
  }

  private static String boundary(@Nullable String contentType) {
    if (contentType == null
        || !contentType.split(";", 2)[0].strip().equalsIgnoreCase("multipart/form-data")) {
      throw new FilesException(
          FilesFault.UNSUPPORTED_TYPE, "The body must be multipart/form-data.");
    }
    String boundary = FormHeaders.parameters(contentType).getOrDefault("boundary", "");
    boolean good =
        !boundary.isEmpty()
            && boundary.length() <= MOST_BOUNDARY
            && boundary.chars().allMatch(c -> c >= ' ' && c < 0x7F);
    if (!good) {
      throw FilesException.unreadable().because("the form has no good boundary");
    }
    return boundary;
  }

  /** The next part; what is left of the one before is passed over. Empty behind the last one. */
  public Optional<FormPart> next() throws IOException {
    if (open == null) {
      input.begin();
    } else {
      open.skip(Long.MAX_VALUE);
    }
    if (!input.anotherPart()) {
      return Optional.empty();
    }
    if (++parts > MOST_PARTS) {
      throw FilesException.unreadable().because("the form has too many parts");
    }
    Map<String, String> headers = headers();
    Map<String, String> disposition = FormHeaders.parameters(headers.get("content-disposition"));
    String name = disposition.get("name");
    if (name == null) {
      throw FilesException.unreadable().because("a part of the form has no name");
    }
    InputStream body = new FormPartStream(input);
    open = body;
    return Optional.of(new FormPart(name, disposition.get("filename"), headers, body));
  }

  private Map<String, String> headers() throws IOException {
    Map<String, String> headers = new HashMap<>();
    int left = MOST_HEADER_BYTES;
    for (String line = input.line(left); !line.isEmpty(); line = input.line(left)) {
      left -= line.length() + 2;
      FormHeaders.add(line, headers);
    }
    return headers;
  }

  /**
   * The text of a part that is no file.
   *
   * @param mostBytes longer ones are refused
   */
  public static String text(FormPart part, int mostBytes) throws IOException {
    byte[] bytes = part.body().readNBytes(mostBytes + 1);
    if (bytes.length > mostBytes) {
      throw new FilesException(FilesFault.INVALID_FIELD, "A field of the form is too long.");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new FilesException(FilesFault.INVALID_FIELD, "A field of the form is not UTF-8.")
          .because(String.valueOf(e));
    }
  }
}
