package io.deltas3proxy.s3.protocol;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a document that a client sent: elements and text, nothing else. A document type, an entity
 * that XML does not have itself, or a processing instruction is refused, and so is what is nested
 * too deep or has too many elements. Nothing outside of the document is ever asked for.
 */
final class XmlReader {

  private static final int MOST_DEPTH = 8;

  /** Room for 10,000 parts with a number, a tag and a checksum each. */
  private static final int MOST_ELEMENTS = 50_000;

  private static final XMLInputFactory FACTORY = factory();

  private final XMLStreamReader reader;
  private int elements;

  private XmlReader(XMLStreamReader reader) {
    this.reader = reader;
  }

  /** The JDK's own parser, whatever a container brings along. */
  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setXMLResolver((publicId, systemId, base, namespace) -> {
      throw new XMLStreamException("nothing outside of the document is read");
    });
    return factory;
  }

  /**
   * The root element.
   *
   * @throws S3Exception when this is no such document
   */
  static XmlElement read(byte[] document) {
    try {
      XMLStreamReader reader =
          FACTORY.createXMLStreamReader(
              new ByteArrayInputStream(document), StandardCharsets.UTF_8.name());
      try {
        return new XmlReader(reader).root();
      } finally {
        reader.close();
      }
    } catch (XMLStreamException e) {
      throw XmlElement.malformed();
    }
  }

  private XmlElement root() throws XMLStreamException {
    XmlElement root = null;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> root = element(1);
        case XMLStreamConstants.SPACE,
            XMLStreamConstants.COMMENT,
            XMLStreamConstants.CHARACTERS,
            XMLStreamConstants.END_DOCUMENT -> {
          // The parser lets nothing but white space stand here.
        }
        default -> throw XmlElement.malformed();
      }
    }
    if (root == null) {
      throw XmlElement.malformed();
    }
    return root;
  }

  private XmlElement element(int depth) throws XMLStreamException {
    elements++;
    if (depth > MOST_DEPTH || elements > MOST_ELEMENTS) {
      throw XmlElement.malformed();
    }
    String name = reader.getLocalName();
    StringBuilder text = new StringBuilder();
    List<XmlElement> children = new ArrayList<>();
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> children.add(element(depth + 1));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(reader.getText());
        case XMLStreamConstants.COMMENT -> {
          // Says nothing.
        }
        case XMLStreamConstants.END_ELEMENT -> {
          return new XmlElement(
              name, children.isEmpty() ? text.toString() : text.toString().strip(), children);
        }
        default -> throw XmlElement.malformed();
      }
    }
  }
}
