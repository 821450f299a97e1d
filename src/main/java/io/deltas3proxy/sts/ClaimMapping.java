package io.deltas3proxy.sts;

/**
 * Which claims of an ID token name the user and the groups.
 *
 * @param userClaim for example {@code sub}
 * @param groupsClaim for example {@code groups}; dots lead into maps, as in {@code
 *     realm_access.roles}, unless a claim has that very name
 * @param userPrefix stands before every user, so that a provider cannot name a user of another
 *     source; empty when the operator wants just that
 * @param groupPrefix the same for groups
 */
public record ClaimMapping(
    String userClaim, String groupsClaim, String userPrefix, String groupPrefix) {}
