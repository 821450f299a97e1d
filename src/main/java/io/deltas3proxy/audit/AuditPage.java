package io.deltas3proxy.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some records, the latest first.
 *
 * @param records with the keys of the lines that they were made of
 * @param next where the next page begins; {@code null} when there is none
 */
public record AuditPage(List<ObjectNode> records, @Nullable AuditPosition next) {
  public AuditPage {
    records = List.copyOf(records);
  }
}
