package io.deltas3proxy.testing;

import io.deltas3proxy.testing.RawHttp.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * A page of a listing as any client reads it, or all pages of it.
 *
 * @param next token or marker of the next page
 */
public record Listing(List<String> keys, List<String> prefixes, Optional<String> next) {

  private static final int MOST_PAGES = 2000;

  /** Reads one page, which must be well-formed. */
  public static Listing page(Answer answer) {
    Document document = parse(answer);
    List<String> prefixes = new ArrayList<>();
    for (Element group : elements(document, "CommonPrefixes")) {
      prefixes.add(group.getElementsByTagName("Prefix").item(0).getTextContent());
    }
    List<String> keys = new ArrayList<>();
    for (Element object : elements(document, "Contents")) {
      keys.add(object.getElementsByTagName("Key").item(0).getTextContent());
    }
    boolean truncated = text(document, "IsTruncated").filter("true"::equals).isPresent();
    Optional<String> next =
        text(document, "NextContinuationToken").or(() -> text(document, "NextMarker"));
    if (truncated && next.isEmpty()) {
      // Version 1 without a delimiter: the last key is the marker.
      next = Optional.of(keys.getLast());
    }
    if (truncated != next.isPresent()) {
      throw new AssertionError("truncated: " + truncated + ", but next is " + next);
    }
    return new Listing(keys, prefixes, next);
  }

  /** All pages of a version 2 listing; the query without its list-type. */
  public static Listing allPages(RawHttp http, String query) {
    return follow(http, "/datalake?list-type=2&" + query, "&continuation-token=");
  }

  /** All pages of a version 1 listing. */
  public static Listing allMarkedPages(RawHttp http, String query) {
    return follow(http, "/datalake?" + query, "&marker=");
  }

  private static Listing follow(RawHttp http, String target, String continuation) {
    List<String> keys = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    Optional<String> next = Optional.empty();
    for (int pages = 0; pages < MOST_PAGES; pages++) {
      Listing page = page(http.get(target + next.map(n -> continuation + encoded(n)).orElse("")));
      keys.addAll(page.keys());
      prefixes.addAll(page.prefixes());
      if (page.next().isEmpty()) {
        return new Listing(keys, prefixes, page.next());
      }
      next = page.next();
    }
    throw new AssertionError("a listing without an end: " + target);
  }

  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** A text without percent escapes; those that are none stay. */
  public static String decoded(String text) {
    String safe = text.replaceAll("%(?![0-9A-Fa-f]{2})", "%25").replace("+", "%2B");
    return URLDecoder.decode(safe, StandardCharsets.UTF_8);
  }

  private static Document parse(Answer answer) {
    if (answer.status() != 200 || !answer.whole()) {
      throw new AssertionError("no listing: " + answer.everything());
    }
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      byte[] bytes = answer.bytes().getBytes(StandardCharsets.ISO_8859_1);
      return factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new AssertionError("not well-formed: " + answer.text(), e);
    }
  }

  private static List<Element> elements(Document document, String name) {
    NodeList nodes = document.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element) {
        elements.add(element);
      }
    }
    return elements;
  }

  private static Optional<String> text(Document document, String name) {
    List<Element> elements = elements(document, name);
    return elements.isEmpty()
        ? Optional.empty()
        : Optional.of(elements.getFirst().getTextContent());
  }
}
