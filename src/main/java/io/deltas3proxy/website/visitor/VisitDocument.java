package io.deltas3proxy.website.visitor;

import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** A visit as a document of MongoDB. */
final class VisitDocument {

  private VisitDocument() {}

  /** The document; its {@code _id} is the same whenever it is made of the same visit. */
  static Document of(PublishedVisit published) {
    Visit visit = published.visit();
    Asked asked = visit.asked();
    Answered answered = visit.answered();
    Document document =
        new Document("_id", published.id())
            .append("timestamp", Date.from(visit.time()))
            .append("site", visit.site())
            .append("ipaddress", published.address())
            .append("method", asked.method())
            .append("resource", asked.resource())
            .append("status", answered.status())
            .append("size", answered.size())
            .append("compressed", answered.compressed())
            .append("time", answered.nanos());
    if (answered.aborted()) {
      document.append("aborted", true);
    }
    known(document, "mimeType", answered.mimeType());
    known(document, "userAgent", asked.userAgent());
    known(document, "referrer", asked.referrer());
    Document location = location(published.location());
    return location.isEmpty() ? document : document.append("location", location);
  }

  private static Document location(Location location) {
    Document document = new Document();
    known(document, "country", location.country());
    known(document, "countryName", location.countryName());
    known(document, "city", location.city());
    known(document, "latitude", location.latitude());
    known(document, "longitude", location.longitude());
    return document;
  }

  private static void known(Document document, String name, @Nullable Object value) {
    if (value != null) {
      document.append(name, value);
    }
  }
}
