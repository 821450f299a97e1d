package io.deltas3proxy.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.testing.Certificates;
import io.deltas3proxy.testing.Product;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The product with TLS, asked by real clients. */
class TlsIT {

  private static final Path LAKE = Path.of("sample-lake").toAbsolutePath();
  private static final String LOG = "reference/_delta_log/00000000000000000000.json";

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"PKCS12, RSA", "JKS, RSA", "PKCS12, EC"})
  void aKeyStoreIsShown(String type, String algorithm) throws Exception {
    Certificates made = Certificates.make(directory.resolve("server"), type, algorithm);
    try (Product product = start(keyStore(made, type))) {
      assertEquals(200, get(product, Certificates.trusting(made), "TLSv1.3").statusCode());
      assertEquals(200, get(product, Certificates.trusting(made), "TLSv1.2").statusCode());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void pemFilesAreShown(String algorithm) throws Exception {
    Certificates made = Certificates.make(directory.resolve("server"), "PKCS12", algorithm);
    Path certificate = made.certificate(directory.resolve("cert.pem"));
    Path key = made.privateKey(directory.resolve("key.pem"));
    String tls =
        "'tls': {'certificateFile': '%s', 'privateKeyFile': '%s'},".formatted(certificate, key);
    try (Product product = start(tls)) {
      SSLContext client = Certificates.trusting(made);
      assertEquals(200, get(product, client, "TLSv1.3").statusCode());
      assertEquals(HttpClient.Version.HTTP_1_1, get(product, client, "TLSv1.3").version());
    }
  }

  @Test
  void theAwsClientReadsAndWhatItMayNotReadIsForbidden() throws Exception {
    Certificates made = Certificates.make(directory.resolve("server"), "PKCS12", "EC");
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    KeyStore store =
        KeyStore.getInstance(made.keyStore().toFile(), Certificates.PASSWORD.toCharArray());
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    anchors.setCertificateEntry("server", store.getCertificate("server"));
    trusted.init(anchors);
    try (Product product = start(keyStore(made, "PKCS12"));
        S3Client client =
            S3Client.builder()
                .endpointOverride(URI.create("https://localhost:" + product.port()))
                .region(Region.US_EAST_1)
                .forcePathStyle(true)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "any")))
                .httpClientBuilder(
                    Apache5HttpClient.builder().tlsTrustManagersProvider(trusted::getTrustManagers))
                .build()) {
      byte[] log = client.getObjectAsBytes(r -> r.bucket("datalake").key(LOG)).asByteArray();
      assertTrue(log.length > 0);
      var listed = client.listObjectsV2(r -> r.bucket("datalake").prefix("reference/"));
      assertFalse(listed.contents().isEmpty());
      assertThrows(
          software.amazon.awssdk.services.s3.model.S3Exception.class,
          () -> client.headObject(r -> r.bucket("datalake").key("secret/_delta_log/x.json")));
    }
  }

  @Test
  void aPlainRequestGetsNoAnswerAndOthersAreServedOn() throws Exception {
    Certificates made = Certificates.make(directory.resolve("server"), "PKCS12", "RSA");
    try (Product product = start(keyStore(made, "PKCS12"))) {
      assertThrows(IllegalStateException.class, () -> product.http().get("/health/live"));
      assertEquals(200, get(product, Certificates.trusting(made), "TLSv1.3").statusCode());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'keyStore': 'none.p12', 'keyStorePassword': 'hunter2' | tls.keyStore: there is no such",
        "'keyStore': 'none.p12' | tls.keyStorePassword: is missing",
        "'keyStorePassword': 'hunter2' | tls.keyStore: is missing",
        "'certificateFile': 'c' | tls.privateKeyFile: is missing",
        "'privateKeyFile': 'c' | tls.certificateFile: is missing",
        "'certificateFile': 'none', 'privateKeyFile': 'k' | tls.certificateFile: there is no such",
        "'keyStore': 'a', 'keyStorePassword': 'hunter2', 'certificateFile': 'c' | not be given tog",
        "'keyStore': 'a', 'keyStorePassword': ['hunter2'] | tls.keyStorePassword: must be a text",
        "'keyStore': 'a', 'keyStorePasswort': 'hunter2' | tls.keyStorePasswort: is not a known",
        "'keyStore': 'a', 'keyStorePassword': 'hunter2', 'keyStoreType': 'PEM' | one of JKS, PKCS12",
      })
  void whatIsWrongIsSaidWithTheKeyAndWithoutThePassword(String tls, String message) {
    IllegalStateException failure =
        assertThrows(
            IllegalStateException.class, () -> start("'tls': {%s},".formatted(tls)).close());
    String said = String.valueOf(failure.getCause());
    assertTrue(said.contains(message), said);
    assertFalse(said.contains("hunter2"), said);
  }

  private HttpResponse<String> get(Product product, SSLContext context, String protocol)
      throws IOException, InterruptedException {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {protocol});
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(context).sslParameters(parameters).build()) {
      URI uri = URI.create("https://localhost:" + product.port() + "/datalake/" + LOG);
      return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String keyStore(Certificates made, String type) {
    return "'tls': {'keyStore': '%s', 'keyStorePassword': '%s', 'keyStoreType': '%s'},"
        .formatted(made.keyStore(), Certificates.PASSWORD, type);
  }

  private Product start(String tls) {
    String tables =
        "'localDirectories': ['%s'], 'tableMapping': {'reference': 'file:%s/reference'}, "
                .formatted(LAKE, LAKE)
            + "'allowedPartitions': {'reference': [{}]}";
    return Product.start(directory, (tls + tables).replace('\'', '"'));
  }
}
