package io.deltas3proxy.testing;

import io.deltas3proxy.testing.RawHttp.Answer;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Asks for everything of one table, in every way, knowing the keys of all that is there. */
public final class Crawler {

  private static final Pattern CONTENTS =
      Pattern.compile(
          "<Contents><Key>(?<key>[^<]*)</Key><LastModified>(?<time>[^<]*)</LastModified>"
              + "<ETag>(?<tag>[^<]*)</ETag><Size>(?<size>\\d+)</Size>");

  private static final List<String> HEADERS =
      List.of(
          "Range: bytes=0-99",
          "Range: bytes=-7",
          "Range: bytes=99999999-",
          "If-Match: *",
          "If-Match: \"00000000000000000000000000000000\"",
          "If-None-Match: *",
          "If-Modified-Since: Thu, 01 Jan 2099 00:00:00 GMT",
          "x-amz-checksum-mode: ENABLED");

  private static final String PLAIN = "X-Plain: 1";

  private static final List<String> METHODS = List.of("PUT", "DELETE", "POST", "OPTIONS");

  private static final List<String> DELIMITERS =
      List.of("", "&delimiter=/", "&delimiter=-", "&delimiter=%3D");

  private static final List<String> KINDS = List.of("&list-type=2", "", "&list-type=2&max-keys=1");

  private static final List<String> QUERIES =
      List.of("?partNumber=1", "?versionId=null", "?versionId=1", "?acl", "?tagging", "?uploads");

  private final RawHttp http;
  private final String alias;
  private final List<String> keys;

  /**
   * @param keys of all objects below the table's root, whoever may know of them
   */
  public Crawler(RawHttp http, String alias, List<String> keys) {
    this.http = http;
    this.alias = alias;
    this.keys = List.copyOf(keys);
  }

  /** The target of an object. */
  public static String target(String key) {
    return "/datalake/" + Listing.encoded(key).replace("+", "%20");
  }

  /**
   * Asks of each object and of each prefix some of the questions in turn, so that over several
   * tables all are asked of all kinds of objects.
   *
   * @param sight is given each question, and the answer without what repeats the question
   */
  public void crawl(BiConsumer<String, String> sight) {
    int turn = alias.length();
    for (String key : keys) {
      String target = target(alias + "/" + key);
      ask("GET", target, key, PLAIN, sight);
      ask("HEAD", target, key, PLAIN, sight);
      ask("GET", target, key, HEADERS.get(turn % HEADERS.size()), sight);
      ask("GET", target, key, HEADERS.get((turn + 4) % HEADERS.size()), sight);
      ask("HEAD", target, key, HEADERS.get((turn + 2) % HEADERS.size()), sight);
      ask("GET", target + QUERIES.get(turn % QUERIES.size()), key, PLAIN, sight);
      ask(METHODS.get(turn % METHODS.size()), target, key, "Content-Length: 0", sight);
      turn++;
    }
    for (String prefix : prefixes()) {
      String encoded = Listing.encoded(alias + "/" + prefix);
      for (int each = 0; each < DELIMITERS.size(); each++) {
        String kind = KINDS.get(turn++ % KINDS.size());
        String query = "?prefix=" + encoded + DELIMITERS.get(each) + kind;
        ask("GET", "/datalake" + query, prefix, PLAIN, sight);
      }
      String after = "?list-type=2&prefix=" + alias + "&start-after=" + encoded;
      ask("GET", "/datalake" + after, prefix, PLAIN, sight);
    }
  }

  private void ask(
      String method, String target, String said, String header, BiConsumer<String, String> sight) {
    Answer answer = http.send(method, target, header);
    String all = Listing.decoded(answer.everything()) + answer.everything();
    for (String own :
        List.of(
            target,
            alias + "/" + said,
            Listing.encoded(alias + "/" + said),
            said,
            Listing.decoded(said))) {
      all = own.length() < 4 ? all : all.replace(own, "");
    }
    sight.accept(method + " " + target + " " + header, all);
  }

  /** Of every key its directories, and some of what they begin with. */
  private Set<String> prefixes() {
    Set<String> prefixes = new LinkedHashSet<>();
    prefixes.add("");
    for (String key : keys) {
      for (int slash = key.indexOf('/'); slash >= 0; slash = key.indexOf('/', slash + 1)) {
        prefixes.add(key.substring(0, slash));
        prefixes.add(key.substring(0, slash + 1));
      }
      int name = key.lastIndexOf('/') + 1;
      prefixes.add(key.substring(0, Math.min(key.length(), name + 1)));
      prefixes.add(key.substring(0, Math.min(key.length(), name + 12)));
    }
    return prefixes;
  }

  /** Every key that is listed of the table. */
  public Set<String> listed() {
    return new TreeSet<>(Listing.allPages(http, "prefix=" + Listing.encoded(alias + "/")).keys());
  }

  /** What a listing says of each key. */
  public Map<String, String> described(String query) {
    Map<String, String> described = new TreeMap<>();
    String start = "/datalake?prefix=" + Listing.encoded(alias + "/") + "&" + query;
    Optional<String> next = Optional.empty();
    do {
      Answer answer = http.get(start + next.orElse(""));
      Matcher contents = CONTENTS.matcher(answer.text());
      while (contents.find()) {
        described.put(
            plain(contents.group("key")),
            contents.group("size")
                + " "
                + plain(contents.group("tag"))
                + " "
                + seconds(Instant.parse(contents.group("time"))));
      }
      String continuation = query.contains("list-type=2") ? "&continuation-token=" : "&marker=";
      next = Listing.page(answer).next().map(token -> continuation + Listing.encoded(token));
    } while (next.isPresent());
    return described;
  }

  private static String plain(String xml) {
    return xml.replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The same of the answer to a read. */
  public static String description(Answer answer) {
    return answer.header("Content-Length").orElse("")
        + " "
        + answer.header("ETag").orElse("")
        + " "
        + ZonedDateTime.parse(
                answer.header("Last-Modified").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME)
            .toInstant();
  }

  /** A key of the same length that is not there. */
  public static String another(String key) {
    StringBuilder other = new StringBuilder(key);
    int name = key.lastIndexOf('/') + 1;
    if (key.startsWith("_delta_log/") && key.substring(name).matches("\\d{20}\\..*")) {
      return other.replace(name + 17, name + 20, "777").toString();
    }
    for (int i = name; i < key.length() && key.charAt(i) != '.'; i++) {
      char c = key.charAt(i);
      if (c >= '0' && c <= '9') {
        other.setCharAt(i, (char) ('0' + ('9' - c)));
      } else if (c >= 'a' && c <= 'z') {
        other.setCharAt(i, (char) ('a' + ('z' - c)));
      }
    }
    return other.toString();
  }

  /** An answer without what is another one in each answer, and without the key. */
  public String anonymized(String method, String key, String header) {
    String target = target(alias + "/" + key);
    Answer answer = http.send(method, target, header);
    String id = answer.header("x-amz-request-id").orElse("-");
    String hostId = answer.header("x-amz-id-2").orElse("-");
    String headers =
        answer.headers().stream()
            .filter(line -> !line.startsWith("Date:"))
            .collect(Collectors.joining("\n"));
    return (answer.status() + "\n" + headers + "\n" + answer.text())
        .replace(id, "ID")
        .replace(hostId, "HOST")
        .replace(target, "KEY");
  }
}
