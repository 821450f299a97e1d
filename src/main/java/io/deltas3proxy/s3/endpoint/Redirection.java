package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Caller;
import io.deltas3proxy.s3.protocol.ObjectRead;
import io.deltas3proxy.s3.protocol.RequestHeaders;
import io.deltas3proxy.storage.ObjectStore;
import io.deltas3proxy.storage.PresignRequest;
import io.deltas3proxy.storage.StoreException;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which GET requests are answered by a redirect to the backend. It never decides whether
 * somebody may read: what comes here may be read.
 */
final class Redirection {

  private static final String EXTENSION = "x-amz-";

  /** They belong to the client's signature for this server and mean nothing to the backend. */
  private static final Set<String> OF_THE_SIGNATURE = Set.of("x-amz-date", "x-amz-content-sha256");

  /**
   * What clients send of themselves and what opens nothing: the URL is signed with the credentials
   * of this proxy, so no other header of a client is signed into it. The AWS SDK for Java sends
   * {@code x-amz-te} and the checksum of an empty body with each GET over http.
   */
  private static final Set<String> SIGNED_FOR_CLIENTS =
      Set.of("x-amz-checksum-mode", "x-amz-checksum-crc32", "x-amz-te", "x-amz-user-agent");

  private final RetrievalSettings settings;

  Redirection(RetrievalSettings settings) {
    this.settings = settings;
  }

  /**
   * Where the client shall go; empty when the object is to be streamed.
   *
   * @param store of the object, as the caller is to see it
   */
  Optional<URI> of(
      ReadableObject object,
      ObjectStore store,
      ObjectRead read,
      Caller caller,
      RequestHeaders headers)
      throws StoreException {
    if (object.isLog()
        || read.selection().partNumber() != null
        || (read.selection().range() != null && settings.proxyPartial())
        || !follows(caller, headers)) {
      return Optional.empty();
    }
    Map<String, String> forwarded = forwarded(headers);
    if (forwarded == null) {
      return Optional.empty();
    }
    return store.presignGet(
        new PresignRequest(
            object.address(), forwarded, responseParameters(read), settings.presignLifetime()));
  }

  /** Whether the mode, or what the client says of itself, makes it one to redirect. */
  private boolean follows(Caller caller, RequestHeaders headers) {
    return switch (settings.mode()) {
      case PROXY -> false;
      case PRESIGNED_URL -> true;
      case AUTO -> {
        String agent = headers.only("User-Agent").orElse("");
        String user = caller.accessKeyId();
        yield (user != null && settings.redirectUsers().contains(user))
            || settings.redirectUserAgents().stream().anyMatch(agent::contains);
      }
    };
  }

  /**
   * The headers that the client will send again to the backend, which accepts only signed ones.
   * {@code null} when it will send one that this proxy signs for nobody, such as a session token of
   * its own or its consent to pay.
   */
  private static @Nullable Map<String, String> forwarded(RequestHeaders headers) {
    Map<String, String> forwarded = new HashMap<>();
    for (String sent : headers.names()) {
      String name = sent.toLowerCase(Locale.ROOT);
      if (name.startsWith(EXTENSION) && !OF_THE_SIGNATURE.contains(name)) {
        String value = headers.only(sent).orElse("");
        if (!SIGNED_FOR_CLIENTS.contains(name) || !isPlain(value)) {
          return null;
        }
        forwarded.put(name, value);
      }
    }
    return forwarded;
  }

  private static boolean isPlain(String value) {
    return !value.isEmpty() && value.chars().allMatch(c -> c >= ' ' && c < 0x7F);
  }

  private static Map<String, String> responseParameters(ObjectRead read) {
    Map<String, String> parameters = new HashMap<>();
    read.overrides().forEach((header, value) -> parameters.put("response-" + header, value));
    return parameters;
  }
}
