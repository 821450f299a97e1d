package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.s3.protocol.RequestHeaders;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The headers of a servlet request. Containers read their bytes as ISO-8859-1; what was UTF-8 is
 * put right here, and what was not stays as it is.
 */
record ServletHeaders(HttpServletRequest request) implements RequestHeaders {

  @Override
  public List<String> values(String name) {
    List<String> values = new ArrayList<>(1);
    for (String value : Collections.list(request.getHeaders(name))) {
      values.add(decode(value));
    }
    return values;
  }

  @Override
  public List<String> names() {
    return Collections.list(request.getHeaderNames());
  }

  /** Beyond ASCII, and nothing in it that ISO-8859-1 could not have given. */
  private static boolean isMisread(String value) {
    char greatest = 0;
    for (int i = 0; i < value.length(); i++) {
      greatest = (char) Math.max(greatest, value.charAt(i));
    }
    return greatest >= 0x80 && greatest <= 0xFF;
  }

  private static String decode(String value) {
    if (!isMisread(value)) {
      return value;
    }
    try {
      ByteBuffer bytes = ByteBuffer.wrap(value.getBytes(StandardCharsets.ISO_8859_1));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return value;
    }
  }
}
