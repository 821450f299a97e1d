package io.deltas3proxy.website.visitor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A visit as one line of a log: a JSON object of ASCII alone, so that nothing begins a line. */
final class VisitLine {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private VisitLine() {}

  static String of(PublishedVisit published) {
    Visit visit = published.visit();
    Asked asked = visit.asked();
    Answered answered = visit.answered();
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("timestamp", visit.time().toString());
      json.writeStringField("id", visit.id());
      json.writeStringField("site", visit.site());
      json.writeStringField("ipaddress", published.address());
      json.writeStringField("method", asked.method());
      json.writeStringField("resource", asked.resource());
      json.writeNumberField("status", answered.status());
      text(json, "mimeType", answered.mimeType());
      json.writeNumberField("size", answered.size());
      json.writeBooleanField("compressed", answered.compressed());
      json.writeNumberField("time", answered.nanos());
      if (answered.aborted()) {
        json.writeBooleanField("aborted", true);
      }
      text(json, "userAgent", asked.userAgent());
      text(json, "referrer", asked.referrer());
      location(json, published.location());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  private static void location(JsonGenerator json, Location location) throws IOException {
    if (location.equals(Location.UNKNOWN)) {
      return;
    }
    json.writeObjectFieldStart("location");
    text(json, "country", location.country());
    text(json, "countryName", location.countryName());
    text(json, "city", location.city());
    Double latitude = location.latitude();
    Double longitude = location.longitude();
    if (latitude != null && longitude != null) {
      json.writeNumberField("latitude", latitude);
      json.writeNumberField("longitude", longitude);
    }
    json.writeEndObject();
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }
}
