package io.deltas3proxy.website.endpoint;

import io.deltas3proxy.storage.ListedObject;
import io.deltas3proxy.website.Directory;
import io.deltas3proxy.website.HttpDate;
import io.deltas3proxy.website.SitePath;
import java.util.Optional;

/** The page that lists a directory. Names are text in it, whatever they are made of. */
final class ListingPage {

  private static final String STYLE =
      "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem}"
          + "table{border-collapse:collapse;width:100%}"
          + "td,th{padding:.25rem .75rem;text-align:left;border-bottom:1px solid #ddd}"
          + "td+td,th+th{text-align:right;white-space:nowrap}";

  private ListingPage() {}

  /**
   * Writes it.
   *
   * @param title path of the directory, decoded
   * @param pages whether the next page can be asked for
   */
  static String write(Directory directory, String title, boolean pages) {
    StringBuilder html = new StringBuilder(4096);
    html.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\"><title>Index of ")
        .append(escape(title))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head>\n<body><h1>Index of ")
        .append(escape(title))
        .append("</h1>\n<table><tr><th>Name</th><th>Size</th><th>Last modified</th></tr>\n");
    if (!directory.name().isEmpty()) {
      row(html, "../", "../", Optional.empty());
    }
    for (Directory.Entry entry : directory.entries()) {
      // What comes before a colon would be taken for a scheme.
      row(html, "./" + reference(entry.name()), entry.name(), entry.object());
    }
    html.append("</table>\n");
    directory
        .next()
        .ifPresent(next -> {
          if (pages) {
            html.append("<p><a href=\"?after=")
                .append(escape(reference(next).replace("&", "%26").replace("+", "%2B")))
                .append("\">Next page</a></p>\n");
          } else {
            html.append("<p>There are more.</p>\n");
          }
        });
    return html.append("</body></html>\n").toString();
  }

  private static void row(
      StringBuilder html, String target, String name, Optional<ListedObject> object) {
    html.append("<tr><td><a href=\"")
        .append(escape(target))
        .append("\">")
        .append(escape(name))
        .append("</a></td><td>")
        .append(object.map(found -> Long.toString(found.size())).orElse("-"))
        .append("</td><td>")
        .append(object.map(found -> HttpDate.format(found.lastModified())).orElse("-"))
        .append("</td></tr>\n");
  }

  private static String reference(String name) {
    return SitePath.encode(name);
  }

  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        case '\'' -> escaped.append("&#39;");
        default -> escaped.append(c < ' ' ? '\uFFFD' : c);
      }
    }
    return escaped.toString();
  }
}
