package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilesParserTest {

  private static final long MEGABYTE = 1024 * 1024;
  private static final String BUCKETS = "'buckets': {'in': 's3://b/p'}";
  private static final String TOKEN = "0123456789abcdef0123456789abcdef";

  @TempDir private Path directory;

  private Configuration load(String json, Map<String, String> environment) throws Exception {
    Path file = directory.resolve("config.json");
    Files.writeString(file, json.replace('\'', '"'));
    return ConfigurationLoader.load(file.toString(), environment, directory);
  }

  private FilesSettings files(String json, Map<String, String> environment) throws Exception {
    return load("{'files': {" + json + "}}", environment).files().orElseThrow();
  }

  private String problem(String json) {
    return String.valueOf(
        assertThrows(ConfigurationException.class, () -> load(json, Map.of())).getMessage());
  }

  @Test
  void bucketsAloneAreEnoughAndNobodyMayDoAnything() throws Exception {
    FilesSettings files = files(BUCKETS, Map.of());
    assertEquals(Map.of("in", new Place("default", "b", "p")), files.buckets());
    assertTrue(files.authenticationRequired());
    assertTrue(files.rules().isEmpty());
    assertEquals(10 * MEGABYTE, files.uploads().wholeBytes());
    assertEquals(5 * MEGABYTE, files.uploads().partBytes());
    assertEquals(2 * MEGABYTE, files.downloadBytes());
    assertEquals(Duration.ofHours(24), files.tusExpire());
    assertEquals(directory.toAbsolutePath().resolve("files-spool"), files.space().spool());
  }

  @Test
  void theNamesOfBeforeAreTakenWhereNothingNewerIsSaid() throws Exception {
    Map<String, String> environment =
        Map.of(
            "UPLOAD_MULTIPART_LIMIT_MB", "20",
            "UPLOAD_MULTIPART_CHUNK_SIZE", "7",
            "DOWNLOAD_CHUNK_SIZE", "",
            "S3_REGION", "eu-west-3");
    FilesSettings files = files(BUCKETS + ", 'uploadMultipartChunkMb': 6", environment);
    assertEquals(20 * MEGABYTE, files.uploads().wholeBytes());
    assertEquals(6 * MEGABYTE, files.uploads().partBytes());
    assertEquals(2 * MEGABYTE, files.downloadBytes());
    assertEquals(
        "eu-west-3", load("{'files': {" + BUCKETS + "}}", environment).endpoint().region());
  }

  @Test
  void withoutTheSectionThereIsNothing() throws Exception {
    assertTrue(load("{'tableMapping': {'t': 's3://b/t'}}", Map.of()).files().isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'files': {}}                                               | files.buckets",
        "{'files': {B, 'tokens': {'a': 'short'}}}                    | files.tokens.a",
        "{'files': {B, 'tokens': {'a': 'T', 'b': 'T'}}}              | is the token of another",
        "{'files': {B, 'notFoundStatus': 403}}                       | must be 400 or 404",
        "{'files': {B, 'backendErrorStatus': 500}}                   | backendErrorStatus",
        "{'files': {B, 'uploadMultipartChunkMb': 4}}                 | from 5 to",
        "{'files': {B, 'authentication': 'none'}}                    | required",
        "{'files': {B, 'jobs': {}}}                                  | needs databaseEnabled",
        "{'files': {B, 'tus': {}}}                                   | needs databaseEnabled",
        "{'files': {B, 'access': [{'privileges': ['read']}]}}        | must be given, or group",
        "{'files': {B, 'access': [{'user': 'a'}]}}                   | privileges",
        "{'files': {B, 'access': [{'user': 'a', 'privileges': ['x']}]}} | not x",
        "{'files': {B, 'unknown': 1}}                                | is not a known key",
        "{'files': {B}, 'virtualBucket': 'files'}                    | must not be files",
        "{'files': {B}, 'tableMapping': {'files': 's3://b/t'}}       | not an alias",
      })
  void whatIsWrongIsSaidWithItsKey(String json, String message) {
    String problem = problem(json.replace("{B", '{' + BUCKETS).replace("'T'", "'" + TOKEN + "'"));
    assertTrue(problem.contains(message), problem);
    assertFalse(problem.contains(TOKEN), problem);
    assertFalse(problem.contains("short"), problem);
  }
}
