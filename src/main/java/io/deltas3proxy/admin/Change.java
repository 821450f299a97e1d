package io.deltas3proxy.admin;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * A change that was made.
 *
 * @param action for example {@code users.add}
 * @param target what was changed, for example the user's name
 * @param before without secrets; {@code null} for something new
 * @param after without secrets; {@code null} for something removed
 */
public record Change(
    Administrator administrator,
    String action,
    String target,
    @Nullable JsonNode before,
    @Nullable JsonNode after) {}
