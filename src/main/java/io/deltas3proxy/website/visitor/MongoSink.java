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

/** Visits in a collection of MongoDB. A visit that has arrived already is not added again. */
final class MongoSink implements VisitSink {

  /** What the server says of a document whose {@code _id} is there. */
  private static final int DUPLICATE_KEY = 11_000;

  /** The sink's thread alone writes. */
  private static final int CONNECTIONS = 1;

  private final MongoClient client;
  private final MongoCollection<Document> collection;

  private MongoSink(MongoClient client, MongoSettings settings) {
    this.client = client;
    this.collection = client.getDatabase(settings.database()).getCollection(settings.collection());
  }

  /**
   * Makes the client; whether a server answers shows later.
   *
   * @param deadline for one batch
   */
  static MongoSink open(MongoSettings settings, Duration deadline) {
    MongoClientSettings.Builder client =
        MongoClientSettings.builder()
            .applicationName("delta-s3-proxy")
            .timeout(deadline.toMillis(), TimeUnit.MILLISECONDS)
            .applyConnectionString(new ConnectionString(settings.uri()))
            .applyToConnectionPoolSettings(pool -> pool.maxSize(CONNECTIONS).minSize(0));
    return new MongoSink(MongoClients.create(client.build()), settings);
  }

  @Override
  public void publish(List<PublishedVisit> visits) throws IOException {
    List<Document> documents = visits.stream().map(VisitDocument::of).toList();
    try {
      var unused = collection.insertMany(documents, new InsertManyOptions().ordered(false));
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
    client.close();
  }
}
