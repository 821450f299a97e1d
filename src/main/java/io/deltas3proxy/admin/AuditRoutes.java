package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.deltas3proxy.audit.AuditPage;
import io.deltas3proxy.audit.AuditPosition;
import io.deltas3proxy.audit.AuditRecords;
import io.deltas3proxy.audit.AuditSearch;
import io.deltas3proxy.audit.AuditUnavailableException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit trail, as far as it is in the database; to look at alone. */
record AuditRoutes(AuditRecords records) {

  static final String PATH = "/audit";

  /** The parameters that choose records. */
  static final Set<String> PARAMETERS =
      Set.of("user", "table", "result", "from", "until", "limit", "after");

  private static final Logger LOG = LoggerFactory.getLogger(AuditRoutes.class);

  List<Route> routes() {
    return List.of(new Route("GET", PATH, this::list));
  }

  private Answer list(AdminRequest request) {
    try {
      return Answer.ok(shown(records.find(search(request))));
    } catch (AuditUnavailableException e) {
      LOG.warn("{}: {}", request.administrator().requestId(), e.getMessage());
      throw new AdminException(503, "The records cannot be read now");
    }
  }

  private static AuditSearch search(AdminRequest request) {
    return new AuditSearch(
        request.query().get("user"),
        request.query().get("table"),
        request.query().get("result"),
        new AuditSearch.Period(moment(request, "from"), moment(request, "until")),
        after(request.after()),
        request.limit());
  }

  private static @Nullable Instant moment(AdminRequest request, String key) {
    String text = request.query().get(key);
    if (text == null) {
      return null;
    }
    try {
      Instant moment = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
      // Years that do not fit into milliseconds have no records either.
      return Instant.ofEpochMilli(moment.toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw AdminException.flawed("?" + key, "must be a moment such as 2030-01-31T00:00:00Z");
    }
  }

  private static @Nullable AuditPosition after(@Nullable String text) {
    return text == null
        ? null
        : AuditPosition.parse(text)
            .orElseThrow(() -> AdminException.flawed("?after", "must be that of a page before"));
  }

  private static ObjectNode shown(AuditPage page) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.putArray("records").addAll(page.records());
    return page.next() == null ? node : node.put("after", page.next().toString());
  }
}
