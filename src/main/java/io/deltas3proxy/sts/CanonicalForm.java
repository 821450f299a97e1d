package io.deltas3proxy.sts;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The canonical request of Signature Version 4, as services other than S3 have it. */
final class CanonicalForm {

  private CanonicalForm() {}

  /**
   * Writes it down.
   *
   * @param bodyHash of the body that was read, whatever a header says of it
   */
  static String of(HttpServletRequest request, List<String> signedHeaders, String bodyHash) {
    String headers =
        signedHeaders.stream()
            .map(name -> name + ":" + value(request, name) + "\n")
            .collect(Collectors.joining());
    return String.join(
        "\n",
        request.getMethod(),
        // Escapes of a path are escaped again there; only S3 leaves that out.
        request.getRequestURI().replace("%", "%25"),
        query(request),
        headers,
        String.join(";", signedHeaders),
        bodyHash);
  }

  private static String value(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name)).stream()
        .map(value -> value.strip().replaceAll(" +", " "))
        .collect(Collectors.joining(","));
  }

  private static String query(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null
        ? ""
        : Stream.of(query.split("&", -1))
            .filter(pair -> !pair.isEmpty())
            .map(pair -> pair.split("=", 2))
            .map(pair -> encoded(pair[0]) + "=" + (pair.length < 2 ? "" : encoded(pair[1])))
            .sorted()
            .collect(Collectors.joining("&"));
  }

  /** In the one spelling that is signed (RFC 3986, section 2.3). */
  private static String encoded(String raw) {
    return URLEncoder.encode(URLDecoder.decode(raw, StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
