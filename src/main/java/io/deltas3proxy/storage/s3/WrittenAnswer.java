package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.StoreException;
import io.deltas3proxy.storage.WrittenObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what a store says of an object that it has written. A good status without it leaves open
 * what the store has done.
 */
final class WrittenAnswer {

  /** Examples: {@code "abc"}, {@code abc}. */
  private static final Pattern TAG = Pattern.compile("\"[^\"]+\"|[^\"]+");

  private static final String CHECKSUM = "x-amz-checksum-";
  private static final String CHECKSUM_ELEMENT = "Checksum";

  /** Some servers have one name for both kinds of copies. */
  static final Set<String> COPY = Set.of("CopyObjectResult", "CopyPartResult");

  private WrittenAnswer() {}

  static WrittenObject ofHeaders(StoreAnswer answer) throws StoreException {
    return new WrittenObject(eTag(answer.header("etag")), null, checksumsOf(answer));
  }

  static WrittenObject ofDocument(StoreAnswer answer, Set<String> roots) throws StoreException {
    AnswerDocument document = AnswerDocument.read(answer, roots, StoreException.Indeterminate::new);
    Map<String, String> checksums = new HashMap<>(checksumsOf(answer));
    checksums(document)
        .forEach((element, value) ->
            checksums.put(
                CHECKSUM + element.substring(CHECKSUM_ELEMENT.length()).toLowerCase(Locale.ROOT),
                value));
    return new WrittenObject(
        eTag(document.value("ETag")),
        document.value("LastModified").flatMap(WrittenAnswer::time).orElse(null),
        checksums);
  }

  private static String eTag(Optional<String> said) throws StoreException {
    return said.map(String::strip)
        .filter(tag -> TAG.matcher(tag).matches())
        .map(AnswerReader::quoted)
        .orElseThrow(() -> new StoreException.Indeterminate("an answer without entity tag"));
  }

  /** To whole seconds, as reads and listings say it. */
  static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.parse(text.strip()).truncatedTo(ChronoUnit.SECONDS));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** By the names of their elements. */
  static Map<String, String> checksums(AnswerDocument document) {
    Map<String, String> checksums = new HashMap<>();
    document.children().stream()
        .filter(child -> child.name().startsWith(CHECKSUM_ELEMENT))
        .forEach(child -> checksums.put(child.name(), child.text()));
    return checksums;
  }

  private static Map<String, String> checksumsOf(StoreAnswer answer) {
    Map<String, String> checksums = new HashMap<>();
    answer
        .headers()
        .forEach((name, value) -> {
          if (name.startsWith(CHECKSUM)) {
            checksums.put(name, value);
          }
        });
    return checksums;
  }
}
