package io.deltas3proxy.website;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor says of codings in {@code Accept-Encoding} (RFC 9110, section 12.5.3).
 *
 * @param preferred other than identity, the most wanted first, among equals the smallest first
 */
public record AcceptedCodings(List<ContentCoding> preferred) {

  public static final AcceptedCodings NONE = new AcceptedCodings(List.of());

  private static final int LONGEST_HEADER = 1000;

  /** Browsers send few different values; a bounded number of them is read once. */
  private static final int MOST_REMEMBERED = 256;

  private static final Map<String, AcceptedCodings> REMEMBERED = new ConcurrentHashMap<>();

  public AcceptedCodings {
    preferred = List.copyOf(preferred);
  }

  /** Reads the header; without it nothing but identity is sent. */
  public static AcceptedCodings of(@Nullable String header) {
    if (header == null || header.length() > LONGEST_HEADER) {
      return NONE;
    }
    AcceptedCodings known = REMEMBERED.get(header);
    if (known != null) {
      return known;
    }
    AcceptedCodings read = read(header);
    if (REMEMBERED.size() < MOST_REMEMBERED) {
      REMEMBERED.put(header, read);
    }
    return read;
  }

  private static AcceptedCodings read(String header) {
    Map<ContentCoding, Double> quality = new EnumMap<>(ContentCoding.class);
    double others = 0;
    for (String element : header.toLowerCase(Locale.ROOT).split(",", -1)) {
      String[] parts = element.strip().split(";", -1);
      String token = parts[0].strip();
      double value = quality(parts);
      if (token.equals("*")) {
        others = value;
      }
      for (ContentCoding coding : ContentCoding.values()) {
        if (token.equals(coding.token())
            || (token.equals("x-gzip") && coding == ContentCoding.GZIP)) {
          quality.put(coding, value);
        }
      }
    }
    double unnamed = others;
    double identity = quality.getOrDefault(ContentCoding.IDENTITY, 0.0);
    List<ContentCoding> preferred = new ArrayList<>();
    for (ContentCoding coding : ContentCoding.values()) {
      double value = quality.getOrDefault(coding, unnamed);
      // One who names identity above others wants nothing else.
      if (coding != ContentCoding.IDENTITY && value > 0 && value >= identity) {
        preferred.add(coding);
      }
    }
    preferred.sort(
        Comparator.comparingDouble((ContentCoding c) -> quality.getOrDefault(c, unnamed))
            .thenComparing(Comparator.naturalOrder())
            .reversed());
    return new AcceptedCodings(preferred);
  }

  /** 1 unless a weight is given; one that cannot be read refuses the coding. */
  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("q=")) {
        String value = parameter.substring(2).strip();
        return value.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?") ? Double.parseDouble(value) : 0;
      }
    }
    return 1;
  }
}
