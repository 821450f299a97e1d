package io.deltas3proxy.storage.s3;

import io.deltas3proxy.storage.StoreException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a document that a store answered with. No document types, no entities but those of
 * XML itself, and bounded in depth and number.
 *
 * @param name without its namespace
 * @param text directly in it
 */
record AnswerDocument(String name, String text, List<AnswerDocument> children) {

  private static final int DEEPEST = 8;
  private static final int MOST_ELEMENTS = 50_000;

  AnswerDocument {
    children = List.copyOf(children);
  }

  /**
   * Reads the document of an answer.
   *
   * @param roots the names that it may have
   * @param otherwise what is thrown for any other document, made of a reason
   */
  static AnswerDocument read(
      StoreAnswer answer, Set<String> roots, Function<String, StoreException> otherwise)
      throws StoreException {
    AnswerDocument document;
    try {
      document = parse(answer.body());
    } catch (XMLStreamException | IllegalArgumentException e) {
      StoreException failure = otherwise.apply("an answer that is none of " + roots);
      failure.initCause(e);
      throw failure;
    }
    if (!roots.contains(document.name)) {
      throw otherwise.apply("an answer that is none of " + roots);
    }
    return document;
  }

  /** Stores that work long send spaces meanwhile, also before the declaration. */
  private static AnswerDocument parse(String text) throws XMLStreamException {
    XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(text.stripLeading()));
    try {
      while (reader.next() != XMLStreamConstants.START_ELEMENT) {
        refuseType(reader);
      }
      return element(reader, 1, new int[1]);
    } finally {
      reader.close();
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  private static void refuseType(XMLStreamReader reader) throws XMLStreamException {
    int event = reader.getEventType();
    if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw new XMLStreamException("a document type or an entity");
    }
  }

  private static AnswerDocument element(XMLStreamReader reader, int depth, int[] count)
      throws XMLStreamException {
    count[0]++;
    if (depth > DEEPEST || count[0] > MOST_ELEMENTS) {
      throw new XMLStreamException("a document that is too deep or too long");
    }
    String name = reader.getLocalName();
    StringBuilder text = new StringBuilder();
    List<AnswerDocument> children = new ArrayList<>();
    while (reader.next() != XMLStreamConstants.END_ELEMENT) {
      refuseType(reader);
      if (reader.isStartElement()) {
        children.add(element(reader, depth + 1, count));
      } else if (reader.hasText() && reader.getEventType() != XMLStreamConstants.COMMENT) {
        text.append(reader.getText());
      }
    }
    return new AnswerDocument(name, text.toString(), children);
  }

  /** The text of the first child of that name. */
  Optional<String> value(String child) {
    return all(child).stream().findFirst().map(AnswerDocument::text);
  }

  List<AnswerDocument> all(String child) {
    return children.stream().filter(element -> element.name.equals(child)).toList();
  }
}
