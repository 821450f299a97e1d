package io.deltas3proxy.access;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.storage.ObjectAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The uploads of the table {@code multipart_uploads}. */
public final class JdbcMultipartUploads implements MultipartUploads {

  private static final int ID_BYTES = 24;

  private static final String ROWS =
      "SELECT upload_id, store, bucket, object_key, writer, backend_upload_id, created_at FROM"
          + " multipart_uploads";

  private static final JdbcRows.JdbcReader<Upload> ROW =
      row ->
          new Upload(
              row.getString(1),
              row.getString(2),
              new ObjectAddress(row.getString(3), row.getString(4)),
              row.getString(5),
              row.getString(6),
              Instant.ofEpochMilli(row.getLong(7)));

  private final JdbcRows rows;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public JdbcMultipartUploads(Database database, Clock clock) {
    this.rows = new JdbcRows(database);
    this.clock = clock;
  }

  @Override
  public Upload create(String store, ObjectAddress address, String writer, String backendId)
      throws AccountsUnavailableException {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    Upload upload =
        new Upload(
            Base64.getUrlEncoder().withoutPadding().encodeToString(id),
            store,
            address,
            writer,
            backendId,
            Instant.ofEpochMilli(clock.millis()));
    var unused =
        rows.<Integer>write(connection ->
            JdbcRows.update(
                connection,
                "INSERT INTO multipart_uploads (upload_id, store, bucket, object_key, writer,"
                    + " backend_upload_id, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
                List.of(
                    upload.id(),
                    store,
                    address.bucket(),
                    address.key(),
                    writer,
                    backendId,
                    upload.begun().toEpochMilli())));
    return upload;
  }

  @Override
  public Optional<Upload> find(String id, String store, ObjectAddress address, String writer)
      throws AccountsUnavailableException {
    List<Upload> found =
        rows.read(connection ->
            JdbcRows.query(connection, ROWS + " WHERE upload_id = ?", List.of(id), ROW));
    return found.stream()
        .filter(upload ->
            upload.store().equals(store)
                && upload.address().equals(address)
                && upload.writer().equals(writer))
        .findFirst();
  }

  @Override
  public List<Upload> list(Page page, String writer, int most) throws AccountsUnavailableException {
    String sql =
        ROWS
            + " WHERE writer = ? AND store = ? AND bucket = ? AND object_key >= ?"
            + " AND (object_key > ? OR (object_key = ? AND ? <> '' AND upload_id > ?))"
            + " ORDER BY object_key, upload_id LIMIT "
            + most;
    List<Object> parameters =
        List.of(
            writer,
            page.store(),
            page.bucket(),
            page.prefix(),
            page.afterKey(),
            page.afterKey(),
            page.afterId(),
            page.afterId());
    List<Upload> found = rows.read(connection -> JdbcRows.query(connection, sql, parameters, ROW));
    // What begins with the prefix comes in one piece.
    return found.stream()
        .takeWhile(upload -> upload.address().key().startsWith(page.prefix()))
        .toList();
  }

  @Override
  public boolean delete(String id) throws AccountsUnavailableException {
    return rows.write(connection ->
        JdbcRows.update(
                connection, "DELETE FROM multipart_uploads WHERE upload_id = ?", List.of(id))
            == 1);
  }

  @Override
  public List<Upload> older(Instant moment, int most) throws AccountsUnavailableException {
    return rows.read(connection ->
        JdbcRows.query(
            connection,
            ROWS + " WHERE created_at < ? ORDER BY created_at LIMIT " + most,
            List.of(moment.toEpochMilli()),
            ROW));
  }
}
