package io.deltas3proxy.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlaceParserTest {

  @TempDir private Path directory;

  private final List<Problem> problems = new ArrayList<>();

  private Optional<Place> parse(String place) throws Exception {
    Files.createDirectories(directory.resolve("lake"));
    String json =
        "{'localDirectories': ['lake'], 'stores': {'north': {'region': 'eu-north-1',"
            + " 'buckets': ['theirs']}}"
            + (place.isEmpty() ? "" : ", 'place': " + place)
            + "}";
    Path file = Files.writeString(directory.resolve("config.json"), json.replace('\'', '"'));
    ConfigurationTree tree = ConfigurationReader.read(file.toString(), Map.of(), directory);
    ObjectNode root = tree.root().deepCopy();
    root.putObject("tableMapping");
    Section section = new Section(root, KeyPath.ROOT, tree, problems);
    LakeSettings lake = LakeParser.parse(section, "us-east-1", tree.directory());
    return new PlaceParser(lake, tree.directory()).parse(section, "place");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'s3://mine/a/b/'                          | default | mine   | a/b",
        "'s3://mine'                               | default | mine   | ''",
        "'s3://theirs/a'                           | north   | theirs | a",
        "{'uri': 's3://mine/a', 'store': 'north'}  | north   | mine   | a",
      },
      quoteCharacter = '"')
  void aPlaceIsInTheStoreThatIsSaidOrThatHasItsBucket(
      String written, String store, String bucket, String path) throws Exception {
    assertEquals(
        Optional.of(new Place(store, bucket, path.equals("''") ? "" : path)), parse(written));
    assertEquals(List.of(), problems);
  }

  @Test
  void aDirectoryIsAPlaceBelowOneThatIsAllowed() throws Exception {
    Place place = parse("'file:lake/www'").orElseThrow();
    assertEquals(TableSettings.LOCAL, place.store());
    assertEquals(directory.toAbsolutePath() + "/lake/www", "/" + place.path());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                        | place     | is missing: where the objects are",
        "'file:other'                              | place     | is not below a directory that",
        "'http://x'                                | place     | must be s3://bucket/path or file:",
        "{'store': 'north'}                        | place.uri | is missing",
        "{'uri': 's3://a', 'store': 'nroth'}       | place.store | did you mean \"north\"?",
        "{'uri': 'file:lake', 'store': 'north'}    | place.store | is for s3: places only",
      },
      quoteCharacter = '`')
  void aWrongPlaceIsReportedWithItsKey(String written, String key, String message)
      throws Exception {
    assertEquals(Optional.empty(), parse(written.equals("''") ? "" : written));
    assertEquals(1, problems.size(), problems.toString());
    assertEquals(key, problems.getFirst().key());
    assertEquals(
        true, problems.getFirst().message().contains(message), problems.getFirst().message());
  }
}
