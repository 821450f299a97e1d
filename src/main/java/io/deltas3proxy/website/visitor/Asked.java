package io.deltas3proxy.website.visitor;

import org.jspecify.annotations.Nullable;

/**
 * What a visitor asked for. Longer texts than {@value #MOST_CHARACTERS} characters are cut.
 *
 * @param method for example {@code GET}
 * @param resource decoded path below the host, without the query
 * @param address of the client, as {@code RequestContext} has it
 * @param userAgent as it was sent; {@code null} when it was not
 * @param referrer likewise; of its address nothing is kept from the query on, where addresses have
 *     their secrets
 */
public record Asked(
    String method,
    String resource,
    String address,
    @Nullable String userAgent,
    @Nullable String referrer) {

  /** Of each text. */
  static final int MOST_CHARACTERS = 2048;

  public Asked {
    method = String.valueOf(cut(method));
    resource = String.valueOf(cut(resource));
    userAgent = cut(userAgent);
    referrer = cut(bare(referrer));
  }

  private static @Nullable String bare(@Nullable String address) {
    return address == null ? null : address.split("[?#]", 2)[0];
  }

  private static @Nullable String cut(@Nullable String text) {
    if (text == null || text.length() <= MOST_CHARACTERS) {
      return text;
    }
    int end = MOST_CHARACTERS;
    // Half a character is none.
    return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
  }
}
