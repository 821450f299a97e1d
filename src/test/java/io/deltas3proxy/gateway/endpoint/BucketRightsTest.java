package io.deltas3proxy.gateway.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.access.Grantee;
import io.deltas3proxy.accounts.Principal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What rules together allow in one bucket. */
class BucketRightsTest {

  private static AccessRule rule(Grantee grantee, String prefix, GatewayPrivilege... privileges) {
    return new AccessRule(grantee, List.of("*"), prefix, Set.of(privileges));
  }

  private static BucketRights readers(String... prefixes) {
    return BucketRights.of(
        List.of(prefixes).stream()
            .map(prefix -> rule(new Grantee.Everyone(), prefix, GatewayPrivilege.READ))
            .toList());
  }

  @Test
  void withoutARuleNothingIsAllowed() {
    BucketRights none = BucketRights.of(List.of());
    assertFalse(none.any());
    for (GatewayPrivilege privilege : GatewayPrivilege.values()) {
      assertFalse(none.allows(privilege, "a"));
      assertFalse(none.allowsSome(privilege));
      assertFalse(none.allowsAll(privilege));
      assertEquals(List.of(), none.within(privilege, ""));
    }
  }

  @Test
  void noPrivilegeIncludesAnother() {
    BucketRights reader = readers("");
    assertTrue(reader.allows(GatewayPrivilege.READ, "a"));
    assertFalse(reader.allows(GatewayPrivilege.WRITE, "a"));
    assertFalse(reader.allows(GatewayPrivilege.DELETE, "a"));
    assertFalse(reader.allows(GatewayPrivilege.BYPASS_RETENTION, "a"));
  }

  @Test
  void aPrefixIsComparedCharacterByCharacter() {
    BucketRights rights = readers("team/");
    assertTrue(rights.allows(GatewayPrivilege.READ, "team/a"));
    assertFalse(rights.allows(GatewayPrivilege.READ, "team"));
    assertFalse(rights.allows(GatewayPrivilege.READ, "teams/a"));
    assertFalse(rights.allows(GatewayPrivilege.READ, "Team/a"));
  }

  @Test
  void aListingIsCutToWhatMayBeRead() {
    BucketRights rights = readers("b/", "a/", "a/x/", "c/1", "c/2");
    assertEquals(List.of("a/", "b/", "c/1", "c/2"), rights.within(GatewayPrivilege.READ, ""));
    assertEquals(List.of("c/1", "c/2"), rights.within(GatewayPrivilege.READ, "c/"));
    assertEquals(List.of("a/x/y"), rights.within(GatewayPrivilege.READ, "a/x/y"));
    assertEquals(List.of(), rights.within(GatewayPrivilege.READ, "d"));
  }

  @Test
  void rulesAreForThoseWhomTheyName() {
    Principal alice = new Principal("alice", new TreeSet<>(Set.of("staff")), false);
    Principal asStaff = new Principal("alice", new TreeSet<>(Set.of("staff")), true);
    AccessRule ofAlice = rule(new Grantee.User("alice"), "", GatewayPrivilege.READ);
    AccessRule ofStaff = rule(new Grantee.Group("staff"), "", GatewayPrivilege.READ);
    AccessRule ofAll = rule(new Grantee.Everyone(), "", GatewayPrivilege.READ);
    assertTrue(ofAlice.isFor(alice));
    assertFalse(ofAlice.isFor(asStaff), "a session of a role has the rights of the role alone");
    assertFalse(ofAlice.isFor(null));
    assertTrue(ofStaff.isFor(asStaff));
    assertFalse(ofStaff.isFor(null));
    assertTrue(ofAll.isFor(null));
  }

  @Test
  void aRuleIsAboutTheBucketsOfItsPatterns() {
    AccessRule rule =
        new AccessRule(
            new Grantee.Everyone(), List.of("logs-*", "lake"), "", Set.of(GatewayPrivilege.READ));
    assertTrue(rule.covers("logs-2026"));
    assertTrue(rule.covers("lake"));
    assertFalse(rule.covers("lakes"));
    assertFalse(rule.covers("old-logs-1"));
  }
}
