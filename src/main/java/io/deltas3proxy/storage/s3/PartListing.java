package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.PartPage;
import io.deltas3proxy.storage.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads an answer to ListParts, and refuses one that could pass for more than it is. */
final class PartListing {

  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

  private PartListing() {}

  /** Stores that know no marker give parts again that were given before. */
  static PartPage read(StoreAnswer answer, int after, int most) throws StoreException {
    AnswerDocument document =
        AnswerDocument.read(answer, Set.of("ListPartsResult"), StoreException.Unavailable::new);
    List<PartPage.StoredPart> parts = new ArrayList<>();
    int last = 0;
    for (AnswerDocument element : document.all("Part")) {
      PartPage.StoredPart part = part(element);
      if (part.number() <= last) {
        throw broken("parts that are not in order");
      }
      last = part.number();
      if (last > after) {
        parts.add(part);
      }
    }
    boolean truncated =
        switch (document.value("IsTruncated").orElse("").strip()) {
          case "true" -> true;
          case "false" -> false;
          default -> throw broken("parts that are not said to be all");
        };
    if (truncated && parts.isEmpty()) {
      throw broken("parts that do not go on");
    }
    boolean more = truncated || parts.size() > most;
    return new PartPage(parts.size() > most ? parts.subList(0, most) : parts, more);
  }

  private static PartPage.StoredPart part(AnswerDocument element) throws StoreException {
    return new PartPage.StoredPart(
        Math.toIntExact(Math.min(Integer.MAX_VALUE, number(element, "PartNumber"))),
        number(element, "Size"),
        AnswerReader.quoted(
            element.value("ETag").orElseThrow(() -> broken("a part without ETag")).strip()),
        element
            .value("LastModified")
            .flatMap(WrittenAnswer::time)
            .orElseThrow(() -> broken("a part without LastModified")),
        WrittenAnswer.checksums(element));
  }

  private static long number(AnswerDocument element, String name) throws StoreException {
    return element
        .value(name)
        .map(String::strip)
        .filter(value -> NUMBER.matcher(value).matches())
        .map(Long::valueOf)
        .orElseThrow(() -> broken("a part without " + name));
  }

  private static StoreException broken(String what) {
    return new StoreException.Unavailable("the store gave " + what);
  }
}
