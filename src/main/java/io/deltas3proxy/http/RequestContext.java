package io.deltas3proxy.http;

import jakarta.servlet.ServletRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the filters and servlets tell each other about one request: filled in on the way in, read by
 * the log and the metrics on the way out. Used by the one thread that serves the request.
 */
public final class RequestContext {

  private static final String ATTRIBUTE = RequestContext.class.getName();

  private final String requestId;
  private final String clientAddress;
  private String operation = "Unknown";
  private @Nullable String table;
  private @Nullable String file;
  private @Nullable String user;
  private @Nullable VerifiedCaller caller;
  private @Nullable String denial;
  private @Nullable String errorCode;
  private @Nullable String limit;
  private Supplier<@Nullable Judgement> judgement = () -> null;
  private @Nullable IssuedKey issued;
  private boolean claimBelieved;
  private boolean audited = true;
  private long bytesSent;
  private long bytesReceived;
  private boolean proxied;

  /**
   * Makes the context.
   *
   * @param clientAddress where the request comes from, see {@link TrustedProxies}
   */
  public RequestContext(String requestId, String clientAddress) {
    this.requestId = requestId;
    this.clientAddress = clientAddress;
  }

  /** The context that the first filter attached to the request. */
  public static RequestContext of(ServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof RequestContext context) {
      return context;
    }
    throw new IllegalStateException("the first filter did not run");
  }

  public void attachTo(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Sixteen upper-case hexadecimal digits, unique; also the value of {@code x-amz-request-id}. */
  public String requestId() {
    return requestId;
  }

  /**
   * Address of the client as text: of the connection's other end, or what proxies that are trusted
   * say.
   */
  public String clientAddress() {
    return clientAddress;
  }

  /** S3's name of the operation, for example {@code GetObject}; {@code Unknown} until parsed. */
  public String operation() {
    return operation;
  }

  public void operation(String name) {
    this.operation = name;
  }

  /** Alias of the table that the request is about. */
  public @Nullable String table() {
    return table;
  }

  public void table(String alias) {
    this.table = alias;
  }

  /** The file that the request is about, where its target need not name it. */
  public @Nullable String file() {
    return file;
  }

  public void file(String name) {
    this.file = name;
  }

  /** The access key id that the request names, verified or not: for logs only. */
  public @Nullable String user() {
    return user;
  }

  public void user(String accessKeyId) {
    this.user = accessKeyId;
  }

  /** Who sent the request; {@code null} for somebody anonymous, whatever key they name. */
  public @Nullable VerifiedCaller caller() {
    return caller;
  }

  public void caller(VerifiedCaller verified) {
    this.caller = verified;
  }

  /** The temporary key that the caller was given; {@code null} when none was. */
  public @Nullable IssuedKey issued() {
    return issued;
  }

  public void issued(IssuedKey key) {
    this.issued = key;
  }

  /** Nobody is verified here: a claim is all that tells one user from another. */
  public void believeClaim() {
    this.claimBelieved = true;
  }

  /**
   * Who is counted as having been here: a verified user or, where nobody is verified, the claimed
   * access key id; {@code null} for somebody who was asked for a signature and gave no good one.
   */
  public @Nullable String countedUser() {
    if (caller != null) {
      return caller.user();
    }
    return claimBelieved ? user : null;
  }

  /** The code of the error that was answered, as the client got it. */
  public @Nullable String errorCode() {
    return errorCode;
  }

  public void errorCode(String code) {
    this.errorCode = code;
  }

  /** Name of the limit that the request was refused for; {@code null} when none was reached. */
  public @Nullable String limit() {
    return limit;
  }

  public void limit(String name) {
    this.limit = name;
  }

  /** What the decision on the object rests on; {@code null} where no object was judged. */
  public @Nullable Judgement judgement() {
    return judgement.get();
  }

  /** Tells how to find what the decision rests on, which is done when somebody wants to know. */
  public void judgement(Supplier<@Nullable Judgement> found) {
    this.judgement = found;
  }

  /** Whether the request belongs into the audit trail. */
  public boolean audited() {
    return audited;
  }

  /** It decides nothing: a look at health or metrics. */
  public void notAudited() {
    this.audited = false;
  }

  /** Why the request was refused, for the operator; {@code null} when it was not. */
  public @Nullable String denial() {
    return denial;
  }

  public void denial(String reason) {
    this.denial = reason;
  }

  /** Bytes of body sent so far. */
  public long bytesSent() {
    return bytesSent;
  }

  public void addBytesSent(long bytes) {
    this.bytesSent += bytes;
  }

  /** Bytes of the request's body that were taken so far, without what belongs to its transfer. */
  public long bytesReceived() {
    return bytesReceived;
  }

  public void addBytesReceived(long bytes) {
    this.bytesReceived += bytes;
  }

  /** Whether the body came straight from a backend. */
  public boolean proxied() {
    return proxied;
  }

  public void markProxied() {
    this.proxied = true;
  }
}
