package io.deltas3proxy.website.visitor;

import com.mongodb.ConnectionString;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.InsertManyOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Visits in a collection of MongoDB. A visit that has arrived already is not added again. */
final class MongoSink implements VisitSink {

  /** What the server says of a document whose {@code _id} is there. */
  private static final int DUPLICATE_KEY = 11_000;

  /** The sink's thread alone writes. */
  private static final int CONNECTIONS = 1;

  private final MongoSettings settings;
  private final Duration deadline;
  private @Nullable MongoClient client;

  /**
   * Makes the sink; whether a server answers shows when it gets visits.
   *
   * @param deadline for one batch
   */
  MongoSink(MongoSettings settings, Duration deadline) {
    this.settings = settings;
    this.deadline = deadline;
  }

  private MongoCollection<Document> collection() throws IOException {
    MongoClient open = client;
    if (open == null) {
      open = open();
      client = open;
    }
    return open.getDatabase(settings.database()).getCollection(settings.collection());
  }

  private MongoClient open() throws IOException {
    try {
      return MongoClients.create(
          MongoClientSettings.builder()
              .applicationName("delta-s3-proxy")
              .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
              .applyConnectionString(new ConnectionString(settings.uri()))
              .applyToConnectionPoolSettings(pool -> pool.maxSize(CONNECTIONS).minSize(0))
              .build());
    } catch (RuntimeException e) {
      // A cluster that is found by DNS, which does not answer. The cause may repeat the password.
      throw new IOException("the connection string leads nowhere now");
    }
  }

  @Override
  public void publish(List<PublishedVisit> visits) throws IOException {
    List<Document> documents = visits.stream().map(VisitDocument::of).toList();
    try {
      var unused = collection().insertMany(documents, new InsertManyOptions().ordered(false));
    } catch (MongoBulkWriteException e) {
      judge(e);
    } catch (MongoException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void judge(MongoBulkWriteException e) throws IOException {
    // Their messages repeat what visitors sent.
    List<Integer> codes =
        e.getWriteErrors().stream()
            .map(BulkWriteError::getCode)
            .filter(code -> code != DUPLICATE_KEY)
            .toList();
    if (e.getWriteConcernError() != null) {
      throw new IOException(e.getWriteConcernError().getMessage(), e);
    }
    if (!codes.isEmpty()) {
      throw new RejectedVisitsException("error " + codes.getFirst(), codes.size());
    }
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }
}
