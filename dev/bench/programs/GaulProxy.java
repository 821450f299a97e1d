import com.google.common.base.Suppliers;
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.awssdk.AwsS3SdkBlobStore;
import org.gaul.s3proxy.blobstore.Credentials;

/**
 * The peer to compare with: gaul s3proxy, for anonymous callers, in front of an S3 endpoint.
 *
 * <p>usage: GaulProxy.java port endpoint
 */
final class GaulProxy {

  public static void main(String[] args) throws Exception {
    AwsS3SdkBlobStore store =
        new AwsS3SdkBlobStore(
            Suppliers.ofInstance(new Credentials("bench", "bench-secret")),
            args[1],
            "us-east-1",
            "native",
            "true",
            "false");
    S3Proxy.builder()
        .blobStore(store)
        .endpoint(URI.create("http://127.0.0.1:" + args[0]))
        .awsAuthentication(AuthenticationType.NONE, "", "")
        .ignoreUnknownHeaders(true)
        .build()
        .start();
  }
}
