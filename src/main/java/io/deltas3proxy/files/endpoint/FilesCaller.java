package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.accounts.Identity;
import io.deltas3proxy.accounts.Principal;
import io.deltas3proxy.files.FilesException;
import io.deltas3proxy.files.FilesFault;
import io.deltas3proxy.s3.signature.DeclaredBody;
import io.deltas3proxy.s3.signature.Payload;
import io.deltas3proxy.storage.Checksum;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request, and what its body must be.
 *
 * @param principal {@code null} for somebody anonymous
 * @param identity the access key that signed; {@code null} without a signature
 */
record FilesCaller(@Nullable Principal principal, @Nullable Identity identity, Payload payload) {

  static final FilesCaller ANONYMOUS = new FilesCaller(null, null, new Payload.Unsigned());

  private static final String ATTRIBUTE = FilesCaller.class.getName();
  private static final String MD5 = "content-md5";

  static FilesCaller of(ServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof FilesCaller caller) {
      return caller;
    }
    throw new IllegalStateException("the authentication filter did not run");
  }

  void attachTo(ServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** The body of the request, which ends well only when it is what was signed and said. */
  InputStream body(HttpServletRequest request) throws IOException {
    if (payload instanceof Payload.Chunked chunked && !chunked.trailers().isEmpty()) {
      throw new FilesException(
          FilesFault.NOT_ENABLED, "Checksums behind the body are not accepted here.");
    }
    return DeclaredBody.of(payload.open(request.getInputStream()), said(request));
  }

  /** Whether headers say what the body must be, which is known at its end. */
  boolean isBodyDeclared(HttpServletRequest request) {
    return !said(request).isEmpty();
  }

  private static Map<String, String> said(HttpServletRequest request) {
    Map<String, String> said = new HashMap<>();
    for (String name : Checksum.KNOWN.keySet()) {
      put(request, name, said);
    }
    put(request, MD5, said);
    return said;
  }

  private static void put(HttpServletRequest request, String name, Map<String, String> said) {
    String value = request.getHeader(name);
    if (value != null) {
      said.put(name, value.strip());
    }
  }

  /** Length of the body in bytes; -1 when it is not said. */
  long length(HttpServletRequest request) {
    return payload.length() < 0 ? request.getContentLengthLong() : payload.length();
  }
}
