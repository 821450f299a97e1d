package io.deltas3proxy.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.deltas3proxy.http.IssuedKey;
import io.deltas3proxy.http.Judgement;
import io.deltas3proxy.http.RequestContext;
import io.deltas3proxy.http.VerifiedCaller;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the trail: a JSON object of ASCII alone, so that nothing that was sent begins a line
 * of its own, whatever a reader takes for the end of one.
 */
final class AuditLine {

  private static final int MOST_CHARACTERS = 2048;

  /**
   * A key of 1024 bytes, each as three characters, behind the longest name of a bucket and the path
   * of the application: no two keys shall look alike.
   */
  private static final int MOST_OF_TARGET = 4096;

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private AuditLine() {}

  static String of(RequestContext context, Exchange exchange) {
    StringWriter line = new StringWriter(512);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      text(json, "time", exchange.time().toString());
      text(json, "id", context.requestId());
      text(json, "source", context.clientAddress());
      caller(json, context);
      issued(json, context.issued());
      text(json, "method", exchange.method());
      text(json, "operation", context.operation());
      text(json, "table", context.table());
      text(json, "file", context.file());
      json.writeStringField("target", cut(exchange.target(), MOST_OF_TARGET));
      judgement(json, context.judgement());
      text(json, "result", result(context, exchange.status()));
      json.writeNumberField("status", exchange.status());
      text(json, "error", context.errorCode());
      text(json, "reason", context.denial());
      json.writeNumberField("bytes", context.bytesSent());
      if (context.bytesReceived() > 0) {
        json.writeNumberField("received", context.bytesReceived());
      }
      json.writeNumberField("millis", exchange.millis());
      if (exchange.aborted()) {
        json.writeBooleanField("aborted", true);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line.toString();
  }

  private static void caller(JsonGenerator json, RequestContext context) throws IOException {
    VerifiedCaller caller = context.caller();
    json.writeBooleanField("verified", caller != null);
    if (caller != null) {
      text(json, "user", caller.user());
      json.writeArrayFieldStart("groups");
      for (String group : caller.groups()) {
        json.writeString(cut(group));
      }
      json.writeEndArray();
    }
    text(json, "accessKeyId", context.user());
  }

  private static void issued(JsonGenerator json, @Nullable IssuedKey issued) throws IOException {
    if (issued != null) {
      text(json, "role", issued.role());
      text(json, "issuedKey", issued.accessKeyId());
    }
  }

  private static void judgement(JsonGenerator json, @Nullable Judgement judgement)
      throws IOException {
    if (judgement == null) {
      return;
    }
    json.writeArrayFieldStart("partitions");
    for (Map<String, @Nullable String> partition : judgement.partitions()) {
      json.writeStartObject();
      for (Map.Entry<String, @Nullable String> value : partition.entrySet()) {
        json.writeFieldName(value.getKey());
        @Nullable String given = value.getValue();
        json.writeString(given == null ? null : cut(given));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    if (judgement.more()) {
      json.writeBooleanField("morePartitions", true);
    }
    text(json, "rule", judgement.rule());
    json.writeNumberField("tableVersion", judgement.indexVersion());
  }

  private static String result(RequestContext context, int status) {
    if (context.limit() != null) {
      return "throttled";
    }
    return switch (status) {
      case 401, 403 -> "denied";
      case 404 -> "missing";
      case 503 -> "unavailable";
      default -> {
        if (status >= 500) {
          yield "error";
        }
        yield status >= 400 ? "rejected" : "allowed";
      }
    };
  }

  private static void text(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, cut(value));
    }
  }

  private static String cut(String value) {
    return cut(value, MOST_CHARACTERS);
  }

  private static String cut(String value, int most) {
    return value.length() > most ? value.substring(0, most) + "..." : value;
  }
}
