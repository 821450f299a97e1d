package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.gateway.Location;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads the providers' file: comma-separated values (RFC 4180) under a line of titles, which may be
 * in any order. A row that is wrong is told, never passed over.
 */
final class ProvidersFileParser {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final String file;
  private final List<FileProblem> problems = new ArrayList<>();
  private final Map<ProviderColumn, Integer> columns = new EnumMap<>(ProviderColumn.class);
  private final Map<Location, Integer> lines = new HashMap<>();
  private final List<Provider> providers = new ArrayList<>();

  private ProvidersFileParser(String file) {
    this.file = file;
  }

  /**
   * @param file its name, for messages
   */
  static List<Provider> parse(String file, String text) throws ProviderFilesException {
    ProvidersFileParser parser = new ProvidersFileParser(file);
    parser.read(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    if (!parser.problems.isEmpty()) {
      throw new ProviderFilesException(parser.problems);
    }
    return parser.providers;
  }

  private void read(String text) {
    // Empty lines are asked for, as lines would be miscounted otherwise.
    CSVFormat format = CSVFormat.DEFAULT.builder().setIgnoreEmptyLines(false).setTrim(true).get();
    int line = 1;
    try (CSVParser parser = CSVParser.parse(text, format)) {
      var rows = parser.iterator();
      while (rows.hasNext()) {
        CSVRecord row = rows.next();
        if (!isEmpty(row) && columns.isEmpty()) {
          titles(row, line);
          if (!problems.isEmpty()) {
            return;
          }
        } else if (!isEmpty(row)) {
          row(row, line).ifPresent(providers::add);
        }
        line = Math.toIntExact(parser.getCurrentLineNumber()) + 1;
      }
    } catch (UncheckedIOException | IOException e) {
      problems.add(new FileProblem(file, line, 0, "quotes do not fit together"));
      return;
    }
    if (columns.isEmpty()) {
      problems.add(FileProblem.of(file, "has no line of titles"));
    }
  }

  private static boolean isEmpty(CSVRecord row) {
    return row.size() == 1 && row.get(0).isEmpty();
  }

  private void titles(CSVRecord row, int line) {
    for (int i = 0; i < row.size(); i++) {
      String title = row.get(i);
      Optional<ProviderColumn> column = column(title);
      if (column.isEmpty()) {
        problem(line, i, "there is no column of this title; there are " + allTitles());
      } else if (columns.putIfAbsent(column.get(), i) != null) {
        problem(line, i, title + " is there already");
      }
    }
    for (ProviderColumn column : ProviderColumn.values()) {
      if (!columns.containsKey(column)) {
        problems.add(
            new FileProblem(file, line, 0, "the column " + column.title() + " is missing"));
      }
    }
  }

  private static Optional<ProviderColumn> column(String title) {
    for (ProviderColumn column : ProviderColumn.values()) {
      if (column.title().equalsIgnoreCase(title)) {
        return Optional.of(column);
      }
    }
    return Optional.empty();
  }

  private static String allTitles() {
    List<String> titles = new ArrayList<>();
    for (ProviderColumn column : ProviderColumn.values()) {
      titles.add(column.title());
    }
    return String.join(", ", titles);
  }

  private Optional<Provider> row(CSVRecord row, int line) {
    if (row.size() != columns.size()) {
      problems.add(
          new FileProblem(
              file,
              line,
              Math.min(row.size(), columns.size()) + 1,
              "the row has " + row.size() + " fields, the titles are " + columns.size()));
      return Optional.empty();
    }
    int before = problems.size();
    for (int i = 0; i < row.size(); i++) {
      if (row.get(i).chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r')) {
        problem(line, i, "must not have control characters");
      }
    }
    Optional<Location> zone = zone(row, line);
    Provider.Features features =
        new Provider.Features(
            answer(row, line, ProviderColumn.S3_COMPATIBLE),
            answer(row, line, ProviderColumn.OBJECT_LOCK),
            answer(row, line, ProviderColumn.VERSIONING),
            answer(row, line, ProviderColumn.ISO_27001_GDPR),
            answer(row, line, ProviderColumn.VEEAM_READY));
    String country = text(row, line, ProviderColumn.COUNTRY);
    String name = text(row, line, ProviderColumn.PROVIDER);
    if (problems.size() > before || zone.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Provider(
            new Provider.Place(country, value(row, ProviderColumn.REGION), zone.get()),
            name,
            value(row, ProviderColumn.ENDPOINT),
            features,
            value(row, ProviderColumn.NOTES)));
  }

  private Optional<Location> zone(CSVRecord row, int line) {
    try {
      Location zone = new Location(text(row, line, ProviderColumn.ZONE));
      Integer other = lines.putIfAbsent(zone, line);
      if (other != null) {
        problem(line, ProviderColumn.ZONE, zone + " is the zone of line " + other + " already");
      }
      return Optional.of(zone);
    } catch (IllegalArgumentException e) {
      problem(line, ProviderColumn.ZONE, "must be a zone such as FI-HEL-ST-1");
      return Optional.empty();
    }
  }

  private Answer answer(CSVRecord row, int line, ProviderColumn column) {
    try {
      return Answer.of(value(row, column));
    } catch (IllegalArgumentException e) {
      problem(line, column, e.getMessage() + ", not \"" + value(row, column) + "\"");
      return Answer.UNKNOWN;
    }
  }

  private String text(CSVRecord row, int line, ProviderColumn column) {
    String text = value(row, column);
    if (text.isEmpty()) {
      problem(line, column, "must not be empty");
    }
    return text;
  }

  private String value(CSVRecord row, ProviderColumn column) {
    return row.get(columns.getOrDefault(column, 0));
  }

  private void problem(int line, ProviderColumn column, String message) {
    problem(line, columns.getOrDefault(column, 0), column.title() + " " + message);
  }

  private void problem(int line, int index, String message) {
    problems.add(new FileProblem(file, line, index + 1, message));
  }
}
