package io.deltas3proxy.s3.signature;

import io.deltas3proxy.s3.protocol.RawRequest;
import io.deltas3proxy.s3.protocol.RequestHeaders;
import java.util.List;

/** Requests beside those that {@link Attempt} signs. */
final class Requests {

  private Requests() {}

  /** One that nobody signed. */
  static RawRequest bare() {
    return request(List.of());
  }

  /** One with this header Authorization. */
  static RawRequest bare(String authorization) {
    return request(List.of(authorization));
  }

  /** The same request by another method. */
  static RawRequest as(String method, RawRequest request) {
    return new RawRequest(
        method, request.contextPath(), request.target(), request.query(), request.headers());
  }

  /** The same request with another query. */
  static RawRequest asking(String query, RawRequest request) {
    return new RawRequest(
        request.method(), request.contextPath(), request.target(), query, request.headers());
  }

  private static RawRequest request(List<String> authorization) {
    return new RawRequest(
        "GET",
        "",
        "/datalake/lake/file",
        null,
        new RequestHeaders() {
          @Override
          public List<String> values(String name) {
            return switch (name) {
              case "Authorization" -> authorization;
              case "x-amz-date" -> List.of("20260131T120000Z");
              default -> List.of();
            };
          }

          @Override
          public List<String> names() {
            return List.of("x-amz-date", "Authorization");
          }
        });
  }
}
