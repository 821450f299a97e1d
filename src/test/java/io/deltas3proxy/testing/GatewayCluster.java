package io.deltas3proxy.testing;

import io.deltas3proxy.testing.WriteJournal.Attempt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What several gateways share, and outlives each of them: three real S3 servers, two in Finland and
 * one in Germany, and a real PostgreSQL. What passes to each of them can be held, and each can be
 * cut off.
 */
public final class GatewayCluster implements AutoCloseable {

  public static final int SERVERS = GatewayStand.ZONES.size();

  /** The buckets; that of the same name on a server has their objects. */
  public enum Bucket {
    /** Two replicas, both in Finland. */
    FINLAND(2),
    /** A replica on each server, two before an answer. */
    WORLD(3);

    private final int replicas;

    Bucket(int replicas) {
      this.replicas = replicas;
    }

    public String bucketName() {
      return "proof-" + name().toLowerCase(Locale.ROOT);
    }

    public int replicas() {
      return replicas;
    }

    boolean allows(int server) {
      return this == WORLD || GatewayStand.ZONES.get(server).startsWith("FI-");
    }
  }

  /**
   * How long gateways wait.
   *
   * @param seconds for an answer of the database, or of a backend
   */
  public record Patience(int seconds) {}

  private static final String OPEN =
      """
      SELECT (SELECT count(*) FROM objects WHERE state IN ('writing', 'deleting'))
        + (SELECT count(*) FROM objects WHERE state = 'visible' AND sync_status <> 'complete')
        + (SELECT count(*) FROM gateway_uploads WHERE NOT freed)
        + (SELECT count(*) FROM sync_jobs WHERE status IN ('queued', 'running', 'retrying'))
      """;

  /** What the clock would do: leases and pulses of those who are dead are over. */
  private static final List<String> LATER =
      List.of(
          "UPDATE objects SET lease_until = 0 WHERE state = 'writing'",
          "UPDATE objects SET collect_after = 0 WHERE state = 'deleting'",
          "UPDATE gateway_uploads SET created_at = 0 WHERE state = 'open'",
          "UPDATE sync_jobs SET status = 'queued' WHERE status = 'retrying'",
          "UPDATE scheduled_tasks SET execution_time = now() WHERE NOT picked");

  private static final String DEAD =
      "UPDATE scheduled_tasks SET last_heartbeat = TIMESTAMPTZ '2020-01-01 00:00:00Z'"
          + " WHERE picked AND picked_by IS NOT NULL";

  private final Path directory;
  private final Patience patience;
  private final List<S3TestServer> servers = new ArrayList<>();
  private final List<StepRelay> relays = new ArrayList<>();
  private final List<TcpGate> gates = new ArrayList<>();
  private final OwnPostgres database;
  private final StepRelay databaseRelay;
  private final TcpGate databaseGate;
  private int instances;

  private GatewayCluster(Path directory, Patience patience) throws IOException {
    this.directory = directory;
    this.patience = patience;
    for (String zone : GatewayStand.ZONES) {
      S3TestServer server = S3TestServer.start(Files.createDirectory(directory.resolve(zone)));
      servers.add(server);
      for (Bucket bucket : Bucket.values()) {
        server.createBucket(bucket.bucketName());
      }
      StepRelay relay = new StepRelay(server.endpoint().getPort());
      relays.add(relay);
      gates.add(new TcpGate(relay.port()));
    }
    database = OwnPostgres.start(directory.resolve("postgres"));
    databaseRelay = new StepRelay(database.port());
    databaseGate = new TcpGate(databaseRelay.port());
    GatewayStand.writeProviders(directory);
    GatewayStand.writeBackends(directory, gates.stream().map(TcpGate::port).toList());
  }

  public static GatewayCluster start(Path directory, Patience patience) throws IOException {
    return new GatewayCluster(directory, patience);
  }

  /** The configuration of a gateway, as {@link Product} and {@link ProductProcess} take it. */
  public String configuration() {
    return """
    'http': {'connectTimeoutMillis': 1000, 'readTimeoutMillis': %2$d, 'requestDeadlineMillis': %2$d,
      'maxConnections': 400},
    'databaseEnabled': true,
    'database': {
      'uri': 'postgresql://127.0.0.1:%1$d/postgres?prepareThreshold=0', 'user': 'postgres',
      'password': 'postgres', 'maxConnections': 45, 'connectTimeoutSeconds': %3$d,
      'statementTimeoutSeconds': %3$d,
      'secretKey': 'MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE='},
    'users': {'owner': {'accessKeys': [
      {'accessKeyId': '%4$s', 'secretAccessKey': '%5$s'}]}},
    'gateway': {
      'backendsFile': '%6$s/s3_backends.json', 'providersFile': '%6$s/providers_flat.csv',
      'bucketStrategy': 'mapped', 'minimumReplicas': 2, 'synchronousReplicas': 2,
      'pollMillis': 100, 'retries': {'firstSeconds': 1, 'mostSeconds': 2},
      'probe': {'intervalSeconds': 1, 'timeoutSeconds': 2},
      'scan': {'repairSeconds': 1},
      'buckets': {
        'proof-finland': {'backendBucket': 'proof-finland', 'countries': ['FI'],
          'requiredReplicas': 2},
        'proof-world': {'backendBucket': 'proof-world', 'requiredReplicas': 3}},
      'access': [{'user': 'owner', 'privileges': ['read', 'write', 'delete']}]}
    """
        .formatted(
            databaseGate.port(),
            patience.seconds() * 1000,
            patience.seconds(),
            GatewayStand.OWNER.accessKeyId(),
            GatewayStand.OWNER.secretAccessKey(),
            directory)
        .replace('\'', '"');
  }

  /** One more gateway, as a process of its own. */
  public ProductProcess process() throws IOException {
    instances++;
    return ProductProcess.start(
        Files.createDirectory(directory.resolve("instance" + instances)), configuration());
  }

  public S3TestServer server(int number) {
    return servers.get(number);
  }

  /** What passes to a server, in steps. */
  public StepRelay relay(int server) {
    return relays.get(server);
  }

  /** The way to a server. */
  public TcpGate gate(int server) {
    return gates.get(server);
  }

  public OwnPostgres database() {
    return database;
  }

  public StepRelay databaseRelay() {
    return databaseRelay;
  }

  public TcpGate databaseGate() {
    return databaseGate;
  }

  /** Everything that is held never comes. */
  public void cut() throws IOException {
    for (StepRelay relay : relays) {
      relay.cut();
    }
    databaseRelay.cut();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + database.port() + "/postgres", "postgres", "postgres");
  }

  /** Nobody who was at a task is any more. */
  public void theyAreDead() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      int unused = statement.executeUpdate(DEAD);
    }
  }

  /**
   * Lets the time pass that leases last, until a gateway that runs has nothing left to do. The time
   * of the test bounds it.
   */
  public void settle() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      // Also what is noted a moment after the last one was done.
      for (int quiet = 0; quiet < 3; quiet++) {
        for (String later : LATER) {
          int unused = statement.executeUpdate(later);
        }
        try (ResultSet open = statement.executeQuery(OPEN)) {
          quiet = open.next() && open.getLong(1) == 0 ? quiet : -1;
        }
        try (ResultSet slept = statement.executeQuery("SELECT pg_sleep(0.2)")) {
          boolean unused = slept.next();
        }
      }
    }
  }

  /** What is wrong of all that a journal tells, once everything is healed and settled. */
  public Map<JournalCheck.Fault, List<String>> faults(WriteJournal journal, GatewayWriter through) {
    return JournalCheck.of(journal, GatewayInventory.of(this, through.client()));
  }

  /** How many were sent, acknowledged, refused, and not known of. */
  public static String summary(WriteJournal journal) {
    int acknowledged = 0;
    int refused = 0;
    List<Attempt> attempts = journal.attempts();
    for (Attempt attempt : attempts) {
      acknowledged += journal.answer(attempt).isAcknowledged() ? 1 : 0;
      refused += journal.answer(attempt).isRefused() ? 1 : 0;
    }
    return attempts.size() + " sent, " + acknowledged + " acknowledged, " + refused + " refused";
  }

  @Override
  public void close() throws IOException {
    for (TcpGate gate : gates) {
      gate.close();
    }
    for (StepRelay relay : relays) {
      relay.close();
    }
    servers.forEach(S3TestServer::close);
    databaseGate.close();
    databaseRelay.close();
    database.stop();
  }
}
