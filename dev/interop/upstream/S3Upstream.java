import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * An S3 server that verifies Signature Version 4, for redirects to lead to.
 *
 * <p>usage: S3Upstream.java port directory access-key secret-key
 */
final class S3Upstream {

  public static void main(String[] args) throws Exception {
    S3Proxy.builder()
        .blobStore(new FilesystemNio2BlobStore(args[1]))
        .endpoint(URI.create("http://127.0.0.1:" + args[0]))
        .awsAuthentication(AuthenticationType.AWS_V4, args[2], args[3])
        .ignoreUnknownHeaders(true)
        .build()
        .start();
  }
}
