package io.deltas3proxy.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is sent to the place of a redirect: the range and the conditions, what the URL is signed
 * with, and nothing else that the client sent. Its own signature above all is not for the store.
 */
final class Following {

  /** What may be sent along; a condition that is left out would mix two states of an object. */
  private static final Set<String> KEPT =
      Set.of("range", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since");

  private static final String SIGNED_HEADERS = "X-Amz-SignedHeaders=";

  private Following() {}

  static Head request(RequestLine line, Head sent, Target target) {
    List<String> signed = signedHeaders(target.path());
    List<Head.Field> fields = new ArrayList<>();
    fields.add(new Head.Field("Host", target.origin().authority()));
    for (Head.Field field : sent.fields()) {
      String name = field.name().toLowerCase(Locale.ROOT);
      boolean ofUrl =
          signed.contains(name)
              && !name.equals("host")
              && !name.equals("authorization")
              && !name.equals("x-amz-security-token");
      if (KEPT.contains(name) || ofUrl) {
        fields.add(field);
      }
    }
    return new Head(line.method() + " " + target.path() + " HTTP/1.1", fields);
  }

  /** The lower-case names that a presigned URL says it is signed with. */
  private static List<String> signedHeaders(String path) {
    int query = path.indexOf('?');
    if (query < 0) {
      return List.of();
    }
    for (String parameter : path.substring(query + 1).split("&", -1)) {
      if (parameter.startsWith(SIGNED_HEADERS)) {
        try {
          String names =
              URLDecoder.decode(
                  parameter.substring(SIGNED_HEADERS.length()), StandardCharsets.UTF_8);
          return List.of(names.toLowerCase(Locale.ROOT).split(";", -1));
        } catch (IllegalArgumentException e) {
          return List.of();
        }
      }
    }
    return List.of();
  }
}
