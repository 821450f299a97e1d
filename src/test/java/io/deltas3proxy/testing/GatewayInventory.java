package io.deltas3proxy.testing;

import io.deltas3proxy.testing.GatewayCluster.Bucket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/**
 * All that there is: what a gateway shows, with the bytes that it gives, and what lies on the
 * servers behind it.
 *
 * @param versions by bucket, key and version, with {@code #} before the last
 * @param uploads in parts that servers keep open
 */
public record GatewayInventory(
    Map<String, Seen> versions, List<Stored> stored, List<String> uploads) {

  /**
   * A version that a gateway shows.
   *
   * @param sha256 of the bytes that it gives; empty of a delete marker; else why it gives none
   * @param required replicas
   */
  public record Seen(
      String bucket, String key, boolean isLatest, boolean isMarker, String sha256, int required) {}

  /**
   * An object of a server.
   *
   * @param bucket and key there, which are named as those of the gateway
   * @param allowed whether the bucket's objects may be there
   */
  public record Stored(int server, String bucket, String key, String sha256, boolean allowed) {}

  /** Looks at everything, by way of one client of the gateway. */
  public static GatewayInventory of(GatewayCluster cluster, S3Client client) {
    Map<String, Seen> versions = new HashMap<>();
    List<Stored> stored = new ArrayList<>();
    List<String> uploads = new ArrayList<>();
    for (Bucket bucket : Bucket.values()) {
      for (ListObjectVersionsResponse page :
          client.listObjectVersionsPaginator(list -> list.bucket(bucket.bucketName()))) {
        page.versions()
            .forEach(version ->
                versions.put(
                    bucket.bucketName() + "/" + version.key() + "#" + version.versionId(),
                    seen(client, bucket, version)));
        page.deleteMarkers()
            .forEach(marker ->
                versions.put(
                    bucket.bucketName() + "/" + marker.key() + "#" + marker.versionId(),
                    seen(bucket, marker)));
      }
      for (int server = 0; server < GatewayCluster.SERVERS; server++) {
        stored(cluster, server, bucket, stored, uploads);
      }
    }
    return new GatewayInventory(versions, stored, uploads);
  }

  private static Seen seen(S3Client client, Bucket bucket, ObjectVersion version) {
    String content;
    try {
      content =
          GatewayWriter.sha256(
              client
                  .getObject(r ->
                      r.bucket(bucket.bucketName())
                          .key(version.key())
                          .versionId(version.versionId()))
                  .readAllBytes());
    } catch (SdkException | IOException e) {
      content = String.valueOf(e.getMessage());
    }
    return new Seen(
        bucket.bucketName(), version.key(), version.isLatest(), false, content, bucket.replicas());
  }

  private static Seen seen(Bucket bucket, DeleteMarkerEntry marker) {
    return new Seen(bucket.bucketName(), marker.key(), marker.isLatest(), true, "", 0);
  }

  private static void stored(
      GatewayCluster cluster,
      int server,
      Bucket bucket,
      List<Stored> stored,
      List<String> uploads) {
    S3Client client = cluster.server(server).client();
    String name = bucket.bucketName();
    client
        .listObjectsV2Paginator(list -> list.bucket(name))
        .contents()
        .forEach(object ->
            stored.add(
                new Stored(
                    server,
                    name,
                    object.key(),
                    GatewayWriter.sha256(
                        client
                            .getObjectAsBytes(get -> get.bucket(name).key(object.key()))
                            .asByteArray()),
                    bucket.allows(server))));
    client
        .listMultipartUploads(list -> list.bucket(name))
        .uploads()
        .forEach(upload -> uploads.add(server + " " + name + "/" + upload.key()));
  }
}
