package io.deltas3proxy.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.deltas3proxy.admin.Administrator;
import io.deltas3proxy.audit.AuditSearch;
import io.deltas3proxy.audit.JdbcAuditRecords;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.database.DatabaseAddress;
import io.deltas3proxy.testing.TestDatabases;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

class CommandsTest {

  private static final String DATABASE =
      "\"databaseEnabled\":true,\"database\":{\"secretKeyFile\":\"key\"},";

  @TempDir private Path directory;

  private record Answer(int status, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }

    JsonNode json() throws IOException {
      return new ObjectMapper().readTree(out);
    }
  }

  @BeforeEach
  void configureADatabase() throws IOException {
    configure(DATABASE);
  }

  private void configure(String more) throws IOException {
    Path lake = Path.of("sample-lake").toAbsolutePath();
    Files.writeString(
        directory.resolve("config.json"),
        "{"
            + more
            + "\"localDirectories\":[\""
            + lake
            + "\"],\"tableMapping\":{\"trades\":\""
            + lake.resolve("trades").toUri()
            + "\"},\"users\":{\"alice\":{\"groups\":[\"eu\"],"
            + "\"allowedPartitions\":{\"trades\":[{\"MIC\":\"XLON\"}]}}}}");
  }

  private Answer run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Commands.run(
            new Surroundings(
                Map.of(), directory, Clock.systemUTC(), new Administrator("cli:tester")),
            new Terminal(new PrintWriter(out), new PrintWriter(err)),
            arguments);
    return new Answer(status, out.toString(), err.toString());
  }

  private Answer done(String... arguments) {
    Answer answer = run(arguments);
    assertEquals(0, answer.status(), answer.err());
    return answer;
  }

  /** Asserts that it fails with one line and without a stack trace. */
  private String fails(int status, String... arguments) {
    Answer answer = run(arguments);
    assertEquals(status, answer.status(), answer.out() + answer.err());
    assertEquals("", answer.out());
    assertEquals(1, answer.err().lines().count(), answer.err());
    assertFalse(answer.err().contains("Exception"), answer.err());
    return answer.err();
  }

  @Test
  void usersAreMadeShownDisabledAndRemoved() throws Exception {
    assertEquals(List.of("user carol added"), done("users", "add", "carol").lines());
    done("groups", "add", "analysts");
    done("groups", "join", "analysts", "carol");
    done("users", "disable", "carol");
    assertEquals(
        List.of("NAME   STATE     GROUPS", "carol  disabled  analysts"),
        done("users", "list").lines());
    JsonNode carol = done("users", "list", "--json").json().at("/users/0");
    assertEquals("carol", carol.path("name").asText());
    assertTrue(carol.path("disabled").asBoolean());
    assertEquals(carol, done("--json", "users", "list").json().at("/users/0"));
    done("users", "enable", "carol");
    assertTrue(done("users", "list").out().contains("enabled"));
    done("users", "remove", "carol");
    assertEquals(1, done("users", "list").lines().size());
    assertTrue(fails(1, "users", "remove", "carol").contains("there is no user carol"));
  }

  @Test
  void groupsHaveMembersThatJoinAndLeave() {
    done("users", "add", "carol");
    done("groups", "add", "analysts");
    assertTrue(fails(1, "groups", "join", "analysts", "bob").contains("there is no user bob"));
    done("groups", "join", "analysts", "carol");
    assertEquals("analysts  carol", done("groups", "list").lines().get(1));
    done("groups", "leave", "analysts", "carol");
    assertEquals("analysts  -", done("groups", "list").lines().get(1));
    done("groups", "remove", "analysts");
    assertEquals(1, done("groups", "list").lines().size());
  }

  @Test
  void theSecretOfAKeyIsShownOnce() throws Exception {
    done("users", "add", "carol");
    JsonNode made =
        done("keys", "create", "carol", "--expires", "2100-01-01T00:00:00Z", "--json").json();
    String id = made.path("accessKeyId").asText();
    String secret = made.path("secretAccessKey").asText();
    assertTrue(secret.length() >= 40, secret);
    assertFalse(done("keys", "list", "carol", "--json").out().contains(secret));
    String shown = done("keys", "list", "carol").lines().get(1);
    assertTrue(shown.matches(id + "  enabled  \\S+  2100-01-01T00:00:00Z"), shown);
    assertEquals("key " + id + " of carol disabled\n", done("keys", "disable", id).out());
    assertTrue(done("keys", "list", "carol").out().contains(id + "  disabled"));
    done("keys", "enable", id);
    done("keys", "remove", id);
    assertTrue(fails(1, "keys", "disable", id).contains("there is no access key " + id));
    String words = done("keys", "create", "carol").out();
    assertTrue(words.matches("(?s)access key id +\\S+\nsecret access key +\\S+\n.*never\n"), words);
  }

  @Test
  void whatIsGrantedIsWhatIsExplained() throws Exception {
    done("users", "add", "carol");
    assertEquals(
        0,
        done("explain", "--user", "carol", "trades", "--json")
            .json()
            .at("/allowed/partitions")
            .asInt());
    Answer added =
        done(
            "grants",
            "add",
            "--user",
            "carol",
            "--table",
            "trades",
            "--rule",
            "{\"MIC\": \"XMIL\"}",
            "--until",
            "2100-01-01T00:00:00Z");
    assertEquals("grant 1 added\n", added.out());
    assertEquals("", added.err());
    JsonNode sight = done("explain", "--user", "carol", "trades", "--json").json();
    assertEquals(1, sight.at("/allowed/partitions").asInt());
    assertEquals("grant 1 rule 0", sight.at("/rules/0/name").asText());
    String text = done("explain", "--user", "carol", "trades").out();
    assertTrue(text.contains("MIC=XMIL   allowed"), text);
    assertTrue(text.contains("MIC=XLON   denied"), text);
    String listed = done("grants", "list").lines().get(1);
    assertTrue(listed.startsWith("1   user carol  trades  [{\"MIC\":\"XMIL\"}]  read"), listed);
    done("grants", "remove", "1");
    assertEquals(1, done("grants", "list").lines().size());
    assertTrue(fails(1, "grants", "remove", "1").contains("there is no grant 1"));
  }

  @Test
  void aGrantGivesThePrivilegesThatAreNamed() {
    done("grants", "add", "--user", "alice", "--table", "t*", "--rule", "{}", "--write", "--alter");
    String owner = done("grants", "list").lines().get(1);
    assertTrue(owner.contains("read, write, alter"), owner);
    done(
        "grants",
        "add",
        "--user",
        "bob",
        "--table",
        "t*",
        "--rule",
        "{}",
        "--write",
        "--maintain",
        "--no-read");
    String loader = done("grants", "list").lines().get(2);
    assertTrue(loader.contains("  write, maintain"), loader);
    fails(2, "grants", "add", "--user", "bob", "--table", "t*", "--rule", "{}", "--no-read");
  }

  @Test
  void whoWritesIsExplainedWhereTheProxyWrites() throws Exception {
    String rule = "{\"MIC\":\"XMIL\"}";
    done("grants", "add", "--user", "bob", "--table", "trades", "--rule", rule, "--write");
    String[] table = {"explain", "--user", "bob", "trades"};
    String[] file = {"explain", "--user", "bob", "trades", "new.parquet"};
    String readOnly = done(table).out();
    assertTrue(readOnly.contains("written  nothing: nothing is written through"), readOnly);
    assertTrue(done(file).out().contains("put        forbidden: nothing is"), done(file).out());
    configure(DATABASE + "\"readOnly\":false,");
    String written = done(table).out();
    assertTrue(written.contains("written  1 partition, 3 files"), written);
    assertTrue(written.matches("(?s).*MIC=XMIL  +allowed .*grant 1 rule 0  grant 1 rule 0\n.*"));
    assertTrue(written.matches("(?s).*MIC=XPAR  +denied [^\n]* -  +-\n.*"), written);
    assertTrue(done(file).out().contains("put        allowed: a new file"), done(file).out());
    assertTrue(done(file).out().contains("delete     forbidden: "), done(file).out());
    String denied = done("explain", "--user", "alice", "trades", "new.parquet").out();
    assertTrue(denied.contains("put        forbidden: no rule lets the caller"), denied);
  }

  @Test
  void aDryRunIsOfAllPrivileges() throws Exception {
    configure(DATABASE + "\"readOnly\":false,");
    List<String> asked =
        List.of("dry-run", "--user", "alice", "--to-user", "alice", "--rule", "{}", "trades");
    List<String> more = new ArrayList<>(asked);
    more.addAll(List.of("--write", "--maintain", "--no-read"));
    String given = done(more.toArray(String[]::new)).out();
    assertTrue(given.contains("\nto write:\nbefore  nothing: no rule lets"), given);
    assertTrue(given.contains(" bytes, the whole table, may maintain\n"), given);
    assertFalse(done(asked.toArray(String[]::new)).out().contains("to write"));
    more.add("--instead");
    fails(2, more.toArray(String[]::new));
    fails(2, "dry-run", "--user", "alice", "--remove", "grant 1", "--write", "trades");
  }

  @Test
  void aGrantForWhomOrWhatNobodyKnowsIsMadeWithAWarning() {
    Answer answer = done("grants", "add", "--group", "ghosts", "--table", "tradez", "--rule", "{}");
    assertTrue(answer.err().contains("warning: tableMapping has no table tradez"), answer.err());
    assertTrue(answer.err().contains("has group ghosts"), answer.err());
    String known = done("grants", "add", "--user", "alice", "--table", "t*", "--rule", "{}").err();
    assertEquals("", known);
    assertEquals(
        "", done("grants", "add", "--everyone", "--table", "trades", "--rule", "{}").err());
  }

  @Test
  void aGrantIsForExactlyOneAndItsRulesAreRead() {
    fails(2, "grants", "add", "--table", "trades", "--rule", "{}");
    fails(2, "grants", "add", "--user", "a", "--everyone", "--table", "trades", "--rule", "{}");
    fails(2, "grants", "add", "--everyone=false", "--table", "trades", "--rule", "{}");
    fails(2, "grants", "add", "--everyone", "--table", "trades", "--rule", "[]");
    String broken =
        fails(2, "grants", "add", "--everyone", "--table", "trades", "--rule", "{\"MIC\":");
    assertTrue(broken.contains("cannot be understood as JSON, at character 8"), broken);
    assertFalse(broken.contains("Source"), broken);
    fails(2, "grants", "add", "--everyone", "--table", "trades", "--rule", "{}", "--from", "soon");
    fails(
        2,
        "grants",
        "add",
        "--everyone",
        "--table",
        "trades",
        "--rule",
        "{}",
        "--from",
        "2100-01-01T00:00:00Z",
        "--until",
        "2099-01-01T00:00:00Z");
    assertEquals(1, done("grants", "list").lines().size());
  }

  @Test
  void aDryRunTellsWhatAChangeWouldGiveAndTakeAndMakesNone() throws Exception {
    JsonNode answer =
        done(
                "dry-run",
                "--user",
                "alice",
                "--to-group",
                "eu",
                "--rule",
                "{\"MIC\":\"XMIL\"}",
                "--remove",
                "users.alice.allowedPartitions.trades",
                "trades",
                "--json")
            .json()
            .at("/callers/0");
    assertEquals("XMIL", answer.at("/gained/partitions/0/values/MIC").asText());
    assertEquals("XLON", answer.at("/lost/partitions/0/values/MIC").asText());
    assertTrue(done("explain", "--user", "alice", "trades").out().contains("MIC=XLON   allowed"));
    fails(2, "dry-run", "--user", "alice", "trades");
    fails(2, "dry-run", "--to-user", "alice", "--rule", "{}", "trades");
  }

  @Test
  void withoutADatabaseAccountsAreRefusedAndExplanationsAreNot() throws Exception {
    configure("");
    for (String command :
        List.of(
            "users list",
            "users add x",
            "groups list",
            "keys list x",
            "grants list",
            "permissions list",
            "sessions revoke x")) {
      String error = fails(1, command.split(" "));
      assertTrue(error.contains("databaseEnabled is not true in "), error);
    }
    assertTrue(done("explain", "--user", "alice", "trades").out().contains("MIC=XLON   allowed"));
    assertTrue(done("explain", "trades").out().startsWith("caller   anonymous\n"));
    assertTrue(
        done("explain", "--user", "alice", "trades", "no/such")
            .out()
            .contains("decision   missing"));
    assertTrue(fails(1, "explain", "nothing").contains("there is no table nothing"));
    assertFalse(Files.exists(directory.resolve("delta_proxy.db")));
  }

  @Test
  void sessionsAreRevokedAlsoOfSomebodyWithoutAnAccount() {
    assertTrue(done("sessions", "revoke", "corp:dave").out().contains("corp:dave"));
    assertEquals(1, done("permissions", "list").lines().size());
  }

  @Test
  void nothingThatANameHoldsReachesTheTerminal() {
    done("users", "add", "\u202Eevil\uFEFF");
    assertTrue(done("users", "list").out().contains("\\u202eevil\\ufeff"));
    assertTrue(done("users", "list", "--json").out().contains("\\u202Eevil\\uFEFF"));
    String error = fails(1, "users", "remove", "\u001B[2Jgone\nuser root removed");
    assertTrue(error.contains("\\u001b[2Jgone\\u000auser root removed"), error);
    assertTrue(fails(2, "users", "list", "\u001B[2J\n").contains("\\u001b[2J\\u000a"));
  }

  @Test
  void wrongUsageIs2AndSaysWhereHelpIs() {
    for (List<String> wrong :
        List.of(
            List.of("bogus"),
            List.of("users"),
            List.of("users", "ad"),
            List.of("users", "add"),
            List.of("users", "add", "a", "b"),
            List.of("users", "list", "-x"),
            List.of("explain", "--group", "g", "trades"),
            List.of("explain", "--limit", "0", "trades"),
            List.of("extract"))) {
      String error = fails(2, wrong.toArray(String[]::new));
      assertTrue(error.contains("--help"), error);
    }
    assertTrue(done("--help").out().contains("secret-key"));
    assertTrue(done("users", "add", "--help").out().contains("NAME"));
    assertTrue(done("--version").out().startsWith("delta-s3-proxy "));
  }

  private static void commands(CommandSpec spec, String path, List<String> paths) {
    spec.subcommands()
        .forEach((name, line) -> {
          paths.add((path + " " + name).strip());
          commands(line.getCommandSpec(), path + " " + name, paths);
        });
  }

  @Test
  void everyCommandSaysHowItIsUsed() {
    StringWriter nowhere = new StringWriter();
    Surroundings surroundings =
        new Surroundings(Map.of(), directory, Clock.systemUTC(), new Administrator("cli:tester"));
    Invocation invocation =
        new Invocation(
            surroundings, new Terminal(new PrintWriter(nowhere), new PrintWriter(nowhere)));
    List<String> paths = new ArrayList<>();
    commands(Commands.line(invocation).getCommandSpec(), "", paths);
    assertTrue(paths.containsAll(List.of("users add", "grants add", "explain")), "" + paths);
    for (String path : paths) {
      Answer help = done((path + " --help").split(" "));
      assertEquals("", help.err(), path);
      assertTrue(help.lines().getFirst().contains("delta-s3-proxy.war " + path), help.out());
      assertTrue(help.lines().size() > 2, help.out());
      assertTrue(help.lines().stream().allMatch(line -> line.length() <= 80), help.out());
    }
    assertFalse(Files.exists(directory.resolve("delta_proxy.db")), "help opens nothing");
  }

  @Test
  void whoOrWhatIsNotThereIsSaidInOneLine() {
    done("users", "add", "carol");
    Map<String, String> errors = new LinkedHashMap<>();
    errors.put("users disable nobody", "there is no user nobody");
    errors.put("users enable nobody", "there is no user nobody");
    errors.put("keys create nobody", "there is no user nobody");
    errors.put("keys list nobody", "there is no user nobody");
    errors.put("keys remove AKIANOTHERE", "there is no access key AKIANOTHERE");
    errors.put("groups remove nobody", "there is no group nobody");
    errors.put("groups leave nobody carol", "there is no group nobody");
    errors.put("grants remove 7", "there is no grant 7");
    errors.put("dry-run --user carol --to-user carol --rule {} tradez", "no table tradez");
    errors.forEach((command, error) -> {
      String said = fails(1, command.split(" "));
      assertTrue(said.startsWith("delta-s3-proxy: ") && said.contains(error), said);
    });
  }

  @Test
  void aConfigurationThatIsMissingOrNoJsonIsSaidInOneLine() throws Exception {
    Files.writeString(directory.resolve("config.json"), "{\"tableMapping\": ");
    assertTrue(fails(1, "users", "list").contains("config.json"));
    Files.delete(directory.resolve("config.json"));
    assertTrue(fails(1, "users", "list").contains("config.json"));
  }

  @Test
  void aKeyFileThatIsMissingOrNoKeyIsSaidInOneLineAndNoOtherIsMade() throws Exception {
    done("users", "add", "carol");
    Path key = directory.resolve("key");
    String kept = Files.readString(key);
    Files.delete(key);
    assertTrue(fails(1, "users", "list").contains("database.secretKeyFile"));
    assertFalse(Files.exists(key));
    Files.writeString(key, "no key");
    assertTrue(fails(1, "users", "list").contains("database.secretKeyFile"));
    Files.writeString(key, done("secret-key").out());
    assertTrue(fails(1, "users", "list").contains("database.secretKey"));
    Files.writeString(key, kept);
    done("users", "list");
  }

  @Test
  void aDatabaseThatIsLockedOrNoDatabaseIsSaidInOneLine() throws Exception {
    configure(DATABASE.replace("{", "{\"connectTimeoutSeconds\":1,\"statementTimeoutSeconds\":1,"));
    done("users", "add", "carol");
    Path file = directory.resolve("delta_proxy.db");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      String locked = fails(1, "users", "add", "dave");
      assertTrue(locked.contains("database") && locked.contains("locked"), locked);
      statement.execute("ROLLBACK");
    }
    assertFalse(done("users", "list").out().contains("dave"));
    Files.writeString(file, "This is not a database, and long enough to be taken for one.");
    assertTrue(fails(1, "users", "list").contains("database"));
    configure(
        "\"databaseEnabled\":true,\"database\":{\"uri\":\"sqlite:no/such/directory/a.db\","
            + "\"secretKeyFile\":\"key\"},");
    assertTrue(fails(1, "users", "list").contains("database.uri"));
    configure(
        "\"databaseEnabled\":true,\"database\":{\"uri\":\"postgresql://127.0.0.1:1/none\","
            + "\"connectTimeoutSeconds\":1,\"user\":\"u\",\"password\":\"not-shown\","
            + "\"secretKeyFile\":\"key\"},");
    assertFalse(fails(1, "users", "list").contains("not-shown"));
  }

  @Test
  void aNameThatBeginsWithAnAtSignIsNoFile() throws Exception {
    Path file = Files.writeString(directory.resolve("names"), "mallory");
    done("users", "add", "@" + file);
    assertTrue(done("users", "list").out().contains("@" + file));
  }

  @Test
  void keysForTheConfigurationAreNewEachTime() {
    String first = done("secret-key").out().strip();
    assertEquals(32, Base64.getDecoder().decode(first).length);
    assertFalse(done("secret-key").out().contains(first));
  }

  @Test
  void aConfigurationIsCheckedWithoutTouchingTheDatabase() throws Exception {
    assertTrue(done("config", "check").out().endsWith("config.json: valid\n"));
    assertFalse(Files.exists(directory.resolve("delta_proxy.db")));
    done("config", "check", "--connect");
    assertTrue(Files.exists(directory.resolve("delta_proxy.db")));

    configure(DATABASE + "\"prot\":1,\"prt\":2,");
    Answer wrong = run("config", "check");
    assertEquals(1, wrong.status());
    assertEquals(2, wrong.lines().size());
    assertTrue(wrong.out().contains("prot: is not a known key"), wrong.out());
    assertEquals(2, run("config", "check", "--json").json().path("problems").size());
    assertTrue(fails(1, "users", "list").contains("(and 1 more: see config check)"));

    configure("\"allowedPartitions\":{\"trades\":[{\"MCI\":\"XLON\"}]},");
    done("config", "check");
    Answer fits = run("config", "check", "--connect");
    assertEquals(1, fits.status());
    assertTrue(fits.out().contains("allowedPartitions.trades[0].MCI"), fits.out());
  }

  @Test
  void whatIsChangedIsWrittenBesideTheAuditTrail() throws Exception {
    configure(DATABASE + "\"audit\":{\"file\":\"audit.log\",\"database\":true},");
    done("users", "add", "carol");
    String secret =
        done("keys", "create", "carol", "--json").json().path("secretAccessKey").asText();
    done("users", "list");
    List<String> lines = Files.readAllLines(directory.resolve("audit.log.cli"));
    assertEquals(2, lines.size(), lines.toString());
    JsonNode change = new ObjectMapper().readTree(lines.getFirst());
    assertEquals("cli:tester", change.path("administrator").asText());
    assertEquals("users.add", change.path("action").asText());
    assertFalse(lines.toString().contains(secret));
    DatabaseAddress address = DatabaseAddress.parse("sqlite:delta_proxy.db", directory);
    AuditSearch.Period ever = new AuditSearch.Period(null, null);
    try (Database database = Database.open(TestDatabases.settings(address))) {
      List<String> copied =
          new JdbcAuditRecords(database)
              .find(new AuditSearch(null, null, null, ever, null, 10)).records().stream()
                  .map(row -> row.path("action").asText())
                  .sorted()
                  .toList();
      assertEquals(List.of("keys.create", "users.add"), copied);
    }
  }
}
