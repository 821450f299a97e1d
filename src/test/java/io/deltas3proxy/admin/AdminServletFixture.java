package io.deltas3proxy.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.access.Explanations;
import io.deltas3proxy.access.FileClaims;
import io.deltas3proxy.access.Grant;
import io.deltas3proxy.access.GrantStore;
import io.deltas3proxy.access.GrantedAccessController;
import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.access.PartitionRule;
import io.deltas3proxy.access.PermissionRows;
import io.deltas3proxy.access.UnreadableGrant;
import io.deltas3proxy.access.ValueCondition;
import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.UserStanding;
import io.deltas3proxy.audit.AuditPage;
import io.deltas3proxy.audit.AuditPosition;
import io.deltas3proxy.audit.AuditRecords;
import io.deltas3proxy.audit.AuditSearch;
import io.deltas3proxy.audit.AuditUnavailableException;
import io.deltas3proxy.cache.CacheUse;
import io.deltas3proxy.cache.KeptData;
import io.deltas3proxy.delta.DeltaType;
import io.deltas3proxy.delta.IndexStatus;
import io.deltas3proxy.delta.PartitionColumn;
import io.deltas3proxy.delta.PartitionSchema;
import io.deltas3proxy.delta.PartitionValues;
import io.deltas3proxy.delta.Table;
import io.deltas3proxy.delta.TableCatalog;
import io.deltas3proxy.delta.TableContents;
import io.deltas3proxy.delta.TableIndex;
import io.deltas3proxy.delta.TableLocation;
import io.deltas3proxy.delta.TableTotals;
import io.deltas3proxy.http.RequestLogFilter;
import io.deltas3proxy.http.TrustedProxies;
import io.deltas3proxy.testing.FakeTableIndex;
import io.deltas3proxy.testing.FakeTableIndexes;
import io.deltas3proxy.testing.GrantBook;
import io.deltas3proxy.testing.MemoryAccounts;
import io.deltas3proxy.testing.MemoryClaims;
import io.deltas3proxy.testing.MemoryObjectStore;
import io.deltas3proxy.testing.RawHttp;
import io.deltas3proxy.testing.SettableClock;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The administration interface over HTTP, with all that it needs in memory. */
abstract class AdminServletFixture {

  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  static final String TOKEN = "0123456789abcdef0123456789abcdef";
  static final String BEARER = "Authorization: Bearer " + TOKEN;
  static final PartitionSchema BY_MIC =
      new PartitionSchema(List.of(new PartitionColumn("MIC", "col-7", DeltaType.STRING)));
  static final String GRANT =
      """
      {"grantee":{"kind":"user","name":"alice"},"table":"tr*","rules":[{"MIC":"XLON"}]}\
      """;

  final SettableClock clock = new SettableClock(NOW);
  final MemoryAccounts accounts = new MemoryAccounts();
  final List<String> changes = new CopyOnWriteArrayList<>();
  final Table trades =
      new Table("trades", new TableLocation(new MemoryObjectStore(), "physical", "secret/place"));
  final FakeTableIndexes indexes =
      new FakeTableIndexes()
          .with("trades", new FakeTableIndex(BY_MIC, "secret/place/").file("a.parquet", "XLON"));
  final GrantBook book = new GrantBook();
  final TableCatalog catalog = new TableCatalog(List.of(trades));
  final GrantedAccessController access =
      new GrantedAccessController(
          book.sources(),
          catalog,
          indexes,
          clock,
          new FileClaims(new MemoryClaims(clock), Duration.ofDays(7), clock));
  final MemoryTrail trail = new MemoryTrail();
  final Server server = new Server();
  AdminApi api = api();
  RawHttp http = new RawHttp(0);

  /** Each answer to {@link #send} is as the document says. */
  final DocumentedAnswers answers = new DocumentedAnswers(AdminApi.wholeDocument());

  private static final class Counted implements TableContents {
    @Override
    public TableTotals partitionTotals(Table table, TableIndex index) {
      return new TableTotals(
          "fake",
          9,
          BY_MIC,
          List.of(
              new TableTotals.Partition(new PartitionValues(List.of("XLON")), 2, 200),
              new TableTotals.Partition(new PartitionValues(List.of("XPAR")), 3, 300)),
          0);
    }

    @Override
    public void close() {}
  }

  private record MemoryNames(MemoryAccounts accounts) implements KnownGrantees {
    @Override
    public boolean hasUser(String name) throws AccountsUnavailableException {
      return accounts.user(name).isPresent();
    }

    @Override
    public boolean hasGroup(String name) throws AccountsUnavailableException {
      return accounts.groups().contains(name);
    }
  }

  private static final class OldRows implements PermissionRows {
    @Override
    public List<GrantStore.Stored> permissions(long after, int most) {
      Grant grant =
          Grant.toRead(
              "permission 5",
              new Grantee.User("alice"),
              "trades",
              List.of(new PartitionRule(Map.of("MIC", ValueCondition.is("XLON")))));
      return after < 5 ? List.of(new GrantStore.Stored(5, grant)) : List.of();
    }

    @Override
    public List<UnreadableGrant> unreadable(int most) {
      return List.of(new UnreadableGrant("permission 6", "is no rule"));
    }
  }

  static final class MemoryTrail implements AuditRecords {
    final List<AuditSearch> searches = new CopyOnWriteArrayList<>();
    volatile boolean broken;

    @Override
    public AuditPage find(AuditSearch search) throws AuditUnavailableException {
      searches.add(search);
      if (broken) {
        throw new AuditUnavailableException("jdbc:secret-place", new IOException());
      }
      ObjectNode record = JsonNodeFactory.instance.objectNode().put("time", NOW.toString());
      return new AuditPage(List.of(record), new AuditPosition(7, 3));
    }
  }

  static IndexStatus status(Table table) {
    return new IndexStatus(
        table.alias(),
        IndexStatus.State.READY,
        4,
        NOW,
        1,
        20,
        Duration.ofMillis(3),
        "the log of s3://physical/secret is broken",
        1,
        0,
        2,
        0,
        3,
        0);
  }

  AdminApi api() {
    PermissionRows permissions = new OldRows();
    KnownGrantees names = new MemoryNames(accounts);
    ChangeLog log = new LoggedChanges(changes::add, clock);
    Explanations explanations =
        new Explanations(user -> UserStanding.STRANGER, access, indexes, new Counted());
    List<KeptData> kept = new ArrayList<>(access.kept());
    kept.add(new KeptData("table-indexes", () -> new CacheUse(1, 2, 3, 4), null));
    Caches caches = new Caches(kept, log);
    return new AdminApi(
            new Tables(catalog, indexes, AdminServletFixture::status), explanations, caches, clock)
        .with(
            new Users(accounts, log),
            new Keys(accounts, log),
            new Groups(accounts, log),
            new Grants(accounts, log),
            permissions,
            names)
        .with(trail);
  }

  @BeforeEach
  void start() throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector
        .getConnectionFactory(HttpConnectionFactory.class)
        .getHttpConfiguration()
        .setUriCompliance(UriCompliance.UNSAFE);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler handler = new ServletContextHandler();
    handler.addFilter(
        new FilterHolder(new RequestLogFilter(System::nanoTime, line -> {}, TrustedProxies.NONE)),
        "/*",
        EnumSet.of(DispatcherType.REQUEST));
    AdminTokens tokens = new AdminTokens(Map.of("ada", TOKEN));
    handler.addServlet(new ServletHolder(new AdminServlet(api, tokens, clock)), "/admin/*");
    server.setHandler(handler);
    server.start();
    http = new RawHttp(connector.getLocalPort());
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
    access.close();
  }

  RawHttp.Answer send(String method, String path, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return checked(
        method,
        path,
        http.exchange(
            method
                + " /admin/v1"
                + path
                + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                + BEARER
                + "\r\nContent-Type: application/json\r\nContent-Length: "
                + bytes.length
                + "\r\n\r\n"
                + new String(bytes, StandardCharsets.ISO_8859_1)));
  }

  private RawHttp.Answer checked(String method, String path, RawHttp.Answer answer) {
    answers.check(method, path, answer);
    return answer;
  }

  RawHttp.Answer send(String method, String path) {
    return checked(method, path, http.send(method, "/admin/v1" + path, BEARER));
  }

  static JsonNode json(RawHttp.Answer answer) throws IOException {
    return new ObjectMapper().readTree(answer.text());
  }

  void refused(int status, String flaw, RawHttp.Answer answer) throws IOException {
    assertEquals(status, answer.status(), answer.text());
    assertEquals("application/problem+json", answer.header("Content-Type").orElse(""));
    assertEquals(flaw, json(answer).path("errors").path(0).path("path").asText(""));
  }
}
