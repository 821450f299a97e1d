package io.deltas3proxy.gateway.metadata;

import io.deltas3proxy.database.Database;
import io.deltas3proxy.gateway.MetadataUnavailableException;
import io.deltas3proxy.gateway.StoredVersion;
import io.deltas3proxy.gateway.Upload;
import io.deltas3proxy.gateway.UploadedPart;
import io.deltas3proxy.gateway.Uploads;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The uploads of the table {@code gateway_uploads}. Each has the row of its version from the
 * beginning, in the state {@code uploading}: what was written there is named until it is freed.
 */
public final class JdbcUploads implements Uploads {

  private static final String ADD =
      "INSERT INTO gateway_uploads (upload_id, object_id, bucket_name, object_key, state,"
          + " created_at) VALUES (?, ?, ?, ?, 'open', ?)";

  private static final String OPEN =
      " WHERE gateway_uploads.upload_id = ?" + " AND gateway_uploads.state = 'open'";

  private static final String PUT_BACKEND =
      "INSERT INTO gateway_upload_backends (upload_id, backend, backend_upload_id, dropped)"
          + " VALUES (?, ?, ?, ?) ON CONFLICT (upload_id, backend) DO UPDATE SET"
          + " backend_upload_id = excluded.backend_upload_id, dropped = excluded.dropped";

  private static final String COMPLETED =
      " JOIN gateway_uploads ON gateway_uploads.object_id = objects.id"
          + " WHERE gateway_uploads.upload_id = ? AND gateway_uploads.state = 'completed'"
          + " AND objects.state = 'visible'";

  private final JdbcRows rows;
  private final JdbcDrafts drafts;
  private final JdbcUploadEnds ends;

  /** Those to buckets that nobody removes. */
  public JdbcUploads(Database database, Clock clock) {
    this(database, bucket -> true, clock);
  }

  /**
   * Makes them.
   *
   * @param lasting says which buckets nobody can remove; all others have their row
   */
  public JdbcUploads(Database database, Predicate<String> lasting, Clock clock) {
    this.rows = new JdbcRows(database);
    this.drafts = new JdbcDrafts(rows, new JdbcBucketHold(rows, lasting), clock);
    this.ends = new JdbcUploadEnds(rows, clock);
  }

  @Override
  public void create(Upload upload) throws MetadataUnavailableException {
    var unused =
        rows.<Boolean, RuntimeException>write(connection -> {
          long version = drafts.add(connection, upload.version(), upload.uploadId());
          String bucket = upload.version().bucket();
          String key = upload.version().key();
          long created = upload.createdAt().toEpochMilli();
          JdbcRows.one(connection, ADD, List.of(upload.uploadId(), version, bucket, key, created));
          for (Upload.BackendUpload backend : upload.backends()) {
            put(connection, upload.uploadId(), backend);
          }
          return true;
        });
  }

  private static void put(Connection connection, String uploadId, Upload.BackendUpload backend)
      throws SQLException {
    List<Object> values = List.of(uploadId, backend.backend(), backend.id(), backend.dropped());
    JdbcRows.one(connection, PUT_BACKEND, values);
  }

  @Override
  public Optional<Upload> find(String uploadId) throws MetadataUnavailableException {
    return rows.read(connection ->
        JdbcUploadRows.query(connection, OPEN, List.of(uploadId)).stream().findFirst());
  }

  @Override
  public void backend(String uploadId, Upload.BackendUpload backend)
      throws MetadataUnavailableException {
    // Also of an upload that is over: what a backend holds is to be freed.
    var unused =
        rows.<Boolean, RuntimeException>write(connection -> {
          put(connection, uploadId, backend);
          return true;
        });
  }

  @Override
  public boolean part(String uploadId, UploadedPart part) throws MetadataUnavailableException {
    return rows.<Boolean, RuntimeException>write(connection -> {
      String open = "SELECT 1 FROM gateway_uploads" + OPEN + rows.lock();
      if (JdbcRows.query(connection, open, List.of(uploadId), row -> true).isEmpty()) {
        return false;
      }
      JdbcParts.put(connection, uploadId, part);
      return true;
    });
  }

  @Override
  public List<UploadedPart> parts(String uploadId, int after, int most)
      throws MetadataUnavailableException {
    return rows.read(connection -> JdbcParts.list(connection, uploadId, after, most));
  }

  @Override
  public Optional<StoredVersion> completed(String uploadId) throws MetadataUnavailableException {
    return rows.read(connection -> JdbcVersions.first(connection, COMPLETED, List.of(uploadId)));
  }

  @Override
  public boolean abort(String uploadId) throws MetadataUnavailableException {
    return rows.<Boolean, RuntimeException>write(connection -> ends.abort(connection, uploadId));
  }

  @Override
  public List<Upload> list(
      String bucket, String prefix, String keyMarker, @Nullable String uploadIdMarker, int most)
      throws MetadataUnavailableException {
    List<Object> values = new ArrayList<>(List.of(bucket));
    StringBuilder where =
        new StringBuilder(
            " WHERE gateway_uploads.bucket_name = ? AND gateway_uploads.state = 'open'");
    KeyRange range = KeyRange.ofPrefix(prefix);
    if (uploadIdMarker == null) {
      range = keyMarker.isEmpty() ? range : range.after(keyMarker);
    } else {
      where.append(" AND (gateway_uploads.object_key, gateway_uploads.upload_id) > (?, ?)");
      values.addAll(List.of(keyMarker, uploadIdMarker));
    }
    where.append(range.condition("gateway_uploads.object_key"));
    values.addAll(range.parameters());
    where.append(" ORDER BY gateway_uploads.object_key, gateway_uploads.upload_id LIMIT ?");
    values.add(most);
    return rows.read(connection -> JdbcUploadRows.query(connection, where.toString(), values));
  }

  @Override
  public List<Upload> collectable(Instant begunBefore, int most)
      throws MetadataUnavailableException {
    return ends.collectable(begunBefore, most);
  }

  @Override
  public void forget(String uploadId) throws MetadataUnavailableException {
    ends.forget(uploadId);
  }
}
