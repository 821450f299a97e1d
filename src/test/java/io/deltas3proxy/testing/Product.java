package io.deltas3proxy.testing;

import io.deltas3proxy.app.AppListener;
import io.deltas3proxy.launcher.JettyServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The whole product, started from a configuration file as its launcher starts it. */
public final class Product implements AutoCloseable {

  private static final String FILE_PROPERTY = "deltas3proxy.config";

  private final JettyServer server;

  private Product(JettyServer server) {
    this.server = server;
  }

  /**
   * Starts it at a free port.
   *
   * @param configuration the text of {@code config.json} without the outer braces and the ports
   */
  public static Product start(Path directory, String configuration) {
    try {
      Path file = Files.createTempFile(directory, "config", ".json");
      Files.writeString(file, "{\"port\":0,\"metricsPort\":null," + configuration + "}");
      return start(file);
    } catch (IOException e) {
      throw new IllegalStateException("no configuration", e);
    }
  }

  /** The file is named by a property of the whole process, so one starts after the other. */
  private static synchronized Product start(Path file) {
    JettyServer server = new JettyServer(new AppListener());
    System.setProperty(FILE_PROPERTY, file.toString());
    try {
      server.start();
    } catch (Exception e) {
      server.stop();
      throw new IllegalStateException("the product does not start", e);
    } finally {
      System.clearProperty(FILE_PROPERTY);
    }
    return new Product(server);
  }

  /** A store of a configuration, path style, at a local server. */
  public static String store(URI endpoint, String bucket) {
    return "\"backend\":{\"endpoint\":\""
        + endpoint
        + "\",\"allowPrivateEndpoint\":true,\"accessKeyId\":\""
        + S3TestServer.ACCESS_KEY
        + "\",\"secretAccessKey\":\""
        + S3TestServer.SECRET_KEY
        + "\",\"buckets\":[\""
        + bucket
        + "\"]}";
  }

  public int port() {
    return server.port();
  }

  public RawHttp http() {
    return new RawHttp(port());
  }

  /** A client of the product that signs as anybody may. */
  public S3Client client() {
    return client("AKIDUSER", "any");
  }

  /** A client of the product that signs with a key. */
  public S3Client client(String accessKeyId, String secretAccessKey) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  @Override
  public void close() {
    server.stop();
  }
}
