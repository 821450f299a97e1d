package io.deltas3proxy.app;

import io.deltas3proxy.s3.endpoint.EndpointSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Requests that no endpoint of the product answers, which sites without a host may have: not those
 * of another servlet, and not those of the virtual bucket, by its path or by its host.
 */
final class UnclaimedRequests implements Predicate<HttpServletRequest> {

  private final String lake;
  private final String bucketPath;
  private final List<String> bucketHosts;

  /**
   * Makes it.
   *
   * @param lake name of the servlet of the virtual bucket, which has all that no other has
   */
  UnclaimedRequests(String lake, EndpointSettings endpoint) {
    this.lake = lake;
    this.bucketPath = "/" + endpoint.virtualBucket();
    this.bucketHosts =
        endpoint.virtualHostDomains().stream()
            .map(domain -> endpoint.virtualBucket() + "." + domain)
            .toList();
  }

  @Override
  public boolean test(HttpServletRequest request) {
    String servlet = request.getHttpServletMapping().getServletName();
    return lake.equals(servlet)
        && !isOfBucket(request)
        && !isHostOfBucket(request.getHeader("Host"));
  }

  private boolean isOfBucket(HttpServletRequest request) {
    String context = request.getContextPath();
    String target = request.getRequestURI();
    int start = target.startsWith(context) ? context.length() : 0;
    int end = start + bucketPath.length();
    return target.startsWith(bucketPath, start)
        && (target.length() == end || target.charAt(end) == '/');
  }

  private boolean isHostOfBucket(@Nullable String header) {
    if (header == null) {
      return false;
    }
    int colon = header.indexOf(':');
    String host = colon < 0 ? header : header.substring(0, colon);
    return bucketHosts.contains(host.toLowerCase(Locale.ROOT));
  }
}
