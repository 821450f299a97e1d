package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.PercentCoding;
import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.S3ErrorCode;
import io.deltas3proxy.s3.protocol.S3Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The form of a request that is signed (Signature Version 4, "Create a canonical request"; S3
 * encodes the path once and normalises nothing).
 */
final class CanonicalRequest {

  private static final String SIGNATURE_PARAMETER = "x-amz-signature";

  private CanonicalRequest() {}

  /**
   * The forms that a client may have signed: with path and query encoded and sorted as S3
   * prescribes, and, where that is not what was sent, as they were sent, which is what curl before
   * version 8.3 signs. Both say the same.
   */
  static List<String> of(RawRequest request, PresentedSignature signature, String payloadHash) {
    String sent = pathOf(request.target());
    String prescribed = PercentCoding.encodeKey(PercentCoding.decodePath(sent));
    String query = prescribedQuery(request.query());
    String rest = rest(request, signature, payloadHash);
    String first = request.method() + '\n' + prescribed + '\n' + query + rest;
    // The query of a presigned URL is never signed as it was sent: the signature is part of it.
    boolean keepsQuery = signature.presigned() || request.query() == null;
    String sentQuery = keepsQuery ? query : String.valueOf(request.query());
    return sent.equals(prescribed) && sentQuery.equals(query)
        ? List.of(first)
        : List.of(first, request.method() + '\n' + sent + '\n' + sentQuery + rest);
  }

  /** The path of a target, also of one in absolute form. */
  private static String pathOf(String target) {
    if (target.startsWith("/")) {
      return target;
    }
    int authority = target.indexOf("://");
    int path = authority < 0 ? -1 : target.indexOf('/', authority + 3);
    return path < 0 ? "/" : target.substring(path);
  }

  private static String rest(RawRequest request, PresentedSignature signature, String payloadHash) {
    StringBuilder text = new StringBuilder(512).append('\n');
    for (String name : signature.signedHeaders()) {
      List<String> values = request.headers().values(name);
      if (values.isEmpty()) {
        throw new S3Exception(
            S3ErrorCode.ACCESS_DENIED, "A header that is said to be signed was not sent");
      }
      text.append(name).append(':');
      for (int i = 0; i < values.size(); i++) {
        if (i > 0) {
          text.append(',');
        }
        appendFolded(text, values.get(i));
      }
      text.append('\n');
    }
    text.append('\n');
    for (int i = 0; i < signature.signedHeaders().size(); i++) {
      if (i > 0) {
        text.append(';');
      }
      text.append(signature.signedHeaders().get(i));
    }
    return text.append('\n').append(payloadHash).toString();
  }

  /** Without the spaces at both ends; several spaces within become one. */
  private static void appendFolded(StringBuilder text, String value) {
    int start = text.length();
    boolean space = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == ' ' || c == '\t') {
        space = true;
      } else {
        if (space && text.length() > start) {
          text.append(' ');
        }
        space = false;
        text.append(c);
      }
    }
  }

  /** Names and values decoded and encoded again, sorted by name and then by value. */
  private static String prescribedQuery(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return "";
    }
    List<Parameter> parameters = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = PercentCoding.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : PercentCoding.decodeQuery(pair.substring(equals + 1));
        if (!name.toLowerCase(Locale.ROOT).equals(SIGNATURE_PARAMETER)) {
          parameters.add(
              new Parameter(
                  PercentCoding.encodeComponent(name), PercentCoding.encodeComponent(value)));
        }
      }
    }
    parameters.sort(null);
    StringBuilder text = new StringBuilder(query.length() + 16);
    for (int i = 0; i < parameters.size(); i++) {
      text.append(i == 0 ? "" : "&")
          .append(parameters.get(i).name())
          .append('=')
          .append(parameters.get(i).value());
    }
    return text.toString();
  }

  /** Encoded, so ASCII alone. */
  private record Parameter(String name, String value) implements Comparable<Parameter> {
    @Override
    public int compareTo(Parameter other) {
      int byName = name.compareTo(other.name);
      return byName != 0 ? byName : value.compareTo(other.value);
    }
  }
}
