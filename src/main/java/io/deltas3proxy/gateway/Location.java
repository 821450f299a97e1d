package io.deltas3proxy.gateway;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A place as rules name it: a country ({@code FI}), a region ({@code FI-HEL}) or a zone ({@code
 * FI-HEL-ST-1}). Written in any case, kept in upper case.
 *
 * @param code segments of letters and digits with hyphens between them, at most 64 characters
 */
public record Location(String code) {

  /** Example: {@code DE-FRA}. */
  private static final Pattern CODE = Pattern.compile("[A-Z0-9]+(-[A-Z0-9]+)*");

  public Location {
    code = code.toUpperCase(Locale.ROOT);
    if (code.length() > 64 || !CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("not a country, region or zone: " + code);
    }
  }

  /** Whether another place is this one or lies in it: compared by whole segments. */
  public boolean covers(Location other) {
    return other.code.equals(code) || other.code.startsWith(code + "-");
  }

  /** The first segment. */
  public String country() {
    int hyphen = code.indexOf('-');
    return hyphen < 0 ? code : code.substring(0, hyphen);
  }

  @Override
  public String toString() {
    return code;
  }
}
