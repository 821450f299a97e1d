package io.deltas3proxy.gateway.placement;

import static io.deltas3proxy.gateway.placement.Places.at;
import static io.deltas3proxy.gateway.placement.Places.bucket;
import static io.deltas3proxy.gateway.placement.Places.put;
import static io.deltas3proxy.gateway.placement.Places.rule;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.deltas3proxy.gateway.Backend;
import io.deltas3proxy.gateway.GatewayBackend;
import io.deltas3proxy.gateway.GatewayBucket;
import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.PlacementDecision;
import io.deltas3proxy.gateway.PlacementDecision.Allowed;
import io.deltas3proxy.gateway.PlacementDecision.Refused;
import io.deltas3proxy.gateway.PlacementRequest;
import io.deltas3proxy.gateway.StoredVersion;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlacementPolicyTest {

  private static final GatewayBucket ANYWHERE = bucket("", Set.of(), 2);

  private static final List<GatewayBackend> EUROPE =
      at("FI-HEL-ST-1", "FI-HEL-UC-1", "DE-FRA-1", "SE-STO-1");

  @Test
  void withoutRulesEveryBackendMayKeepItInItsOrder() {
    Allowed decision = allowed(EUROPE, List.of(), put(ANYWHERE));
    assertEquals(List.of("FI-HEL-ST-1", "FI-HEL-UC-1", "DE-FRA-1", "SE-STO-1"), names(decision));
    assertEquals(2, decision.requiredReplicas());
    assertEquals(List.of(), decision.rules());
  }

  @Test
  void theFirstListedLocationIsThatOfThePrimary() {
    Allowed decision = allowed(EUROPE, List.of(), put(bucket("de-fra,fi", Set.of(), 2)));
    assertEquals(List.of("DE-FRA-1", "FI-HEL-ST-1"), names(decision));
    assertEquals("DE-FRA-1,FI-HEL-ST-1", zones(decision));
    assertEquals(List.of(Restriction.LOCATIONS), decision.rules());
  }

  @Test
  void replicasNeverExceedTheListedLocations() {
    assertEquals(1, allowed(EUROPE, List.of(), put(bucket("fi", Set.of(), 3))).requiredReplicas());
    assertEquals(
        2,
        allowed(EUROPE, List.of(rule("many", null, "", 4)), put(bucket("fi,de-fra", Set.of(), 1)))
            .requiredReplicas());
  }

  @Test
  void aRegionResolvesToItsFirstEnabledZone() {
    List<GatewayBackend> backends =
        List.of(at("FI-HEL-ST-1").disabled(), at("FI-HEL-UC-1"), at("FI-HEL-HZ-1"));
    Allowed decision = allowed(backends, List.of(), put(bucket("fi-hel", Set.of(), 1)));
    assertEquals(List.of("FI-HEL-UC-1"), names(decision));
    assertEquals("FI-HEL-UC-1", zones(decision));
  }

  @Test
  void aSegmentIsComparedWhole() {
    assertEquals(
        List.of("FI-HEL-1"),
        names(
            allowed(
                at("FI-HELSINKI-1", "FI-HEL-1"), List.of(), put(bucket("fi-hel", Set.of(), 1)))));
  }

  @Test
  void aZoneThatDoesNotAnswerIsPassedOverForAnotherOfItsLocation() {
    List<GatewayBackend> backends =
        List.of(at("FI-HEL-ST-1").down(), at("FI-HEL-UC-1"), at("DE-FRA-1"));
    assertEquals(
        List.of("FI-HEL-UC-1", "DE-FRA-1"),
        names(allowed(backends, List.of(), put(bucket("fi,de", Set.of(), 2)))));
    List<GatewayBackend> alone = List.of(at("FI-HEL-ST-1").down(), at("DE-FRA-1"));
    assertEquals(
        List.of("DE-FRA-1", "FI-HEL-ST-1"),
        names(allowed(alone, List.of(), put(bucket("fi,de", Set.of(), 2)))));
  }

  @Test
  void aLocationWithoutAnEnabledZoneKeepsItsPlace() {
    List<GatewayBackend> backends = List.of(at("FI-HEL-ST-1"), at("DE-FRA-1").disabled());
    Allowed decision = allowed(backends, List.of(), put(bucket("fi,de", Set.of(), 2)));
    assertEquals(List.of("FI-HEL-ST-1"), names(decision));
    assertEquals("DE-FRA-1,FI-HEL-ST-1", zones(decision));
    assertEquals(2, decision.requiredReplicas());
  }

  @Test
  void anotherZoneOfALocationStandsInWhereItsOwnTakesNothingNewAnyMore() {
    GatewayBucket finland = bucket("fi,de", Set.of(), 2);
    StoredVersion version = Places.decided(allowed(EUROPE, List.of(), put(finland)));
    Backend other = at("FI-HEL-UC-1").description();
    assertFalse(new PlacementPolicy(EUROPE, List.of()).mayHold(version, finland, other));
    List<GatewayBackend> emptied =
        List.of(at("FI-HEL-ST-1").draining(), at("FI-HEL-UC-1"), at("DE-FRA-1"), at("SE-STO-1"));
    PlacementPolicy later = new PlacementPolicy(emptied, List.of());
    assertTrue(later.mayHold(version, finland, other));
    assertFalse(later.mayHold(version, finland, at("SE-STO-1").description()));
    assertFalse(later.mayHold(version, bucket("de", Set.of(), 1), other));
    assertFalse(later.mayHold(version, bucket("fi,de", Set.of("DE"), 2), other));
  }

  @Test
  void theRulesOfAPrimaryThatCannotBeWrittenDoNotCount() {
    List<GatewayBackend> backends =
        List.of(at("FI-HEL-ST-1").down(), at("DE-FRA-1"), at("SE-STO-1"));
    ReplicationRule german = rule("german-only", "de", "", 1, "DE");
    Allowed decision = allowed(backends, List.of(german), put(bucket("fi,de,se", Set.of(), 3)));
    assertEquals(List.of("DE-FRA-1"), names(decision));
    assertEquals("DE-FRA-1", zones(decision));
  }

  @Test
  void aBackendThatIsEmptiedGetsNothingNew() {
    List<GatewayBackend> backends = List.of(at("FI-HEL-ST-1").draining(), at("FI-HEL-UC-1"));
    assertEquals(List.of("FI-HEL-UC-1"), names(allowed(backends, List.of(), put(ANYWHERE))));
  }

  @Test
  void nothingLeavesTheCountriesOfTheBucket() {
    Allowed decision = allowed(EUROPE, List.of(), put(bucket("", Set.of("FI"), 3)));
    assertEquals("FI-HEL-ST-1,FI-HEL-UC-1", zones(decision));
    assertEquals(2, decision.requiredReplicas());
  }

  @Test
  void locationsAndCountriesThatDoNotMeetRefuse() {
    assertEquals(
        new Refused(Restriction.COUNTRIES, "no backend is in a permitted country"),
        decide(EUROPE, List.of(), put(bucket("de", Set.of("FI"), 1))));
    assertEquals(
        new Refused(Restriction.LOCATIONS, "no backend is in a listed location"),
        decide(EUROPE, List.of(), put(bucket("us", Set.of(), 1))));
  }

  @Test
  void aRuleOfThePrimaryHoldsForAllReplicas() {
    Allowed decision =
        allowed(EUROPE, List.of(rule("finland-only", "fi", "", 1, "FI")), put(ANYWHERE));
    assertEquals("FI-HEL-ST-1,FI-HEL-UC-1", zones(decision));
    assertEquals(List.of("finland-only"), decision.rules());
  }

  @Test
  void aRuleOfAnotherSourceOrOneThatIsOffDoesNotHold() {
    ReplicationRule off =
        new ReplicationRule("off", null, List.of(), 4, Set.of("US"), Set.of(), false);
    Allowed decision = allowed(EUROPE, List.of(rule("de", "de", "", 4, "DE"), off), put(ANYWHERE));
    assertEquals(4, decision.allowedZones().size());
    assertEquals(2, decision.requiredReplicas());
    assertEquals(List.of(), decision.rules());
  }

  @Test
  void otherReplicasAreAtTheTargetsOfTheRules() {
    Allowed decision =
        allowed(
            EUROPE,
            List.of(rule("to-germany", "fi-hel-st-1", "de", 2), rule("to-sweden", "fi", "se", 3)),
            put(ANYWHERE));
    assertEquals("DE-FRA-1,FI-HEL-ST-1,SE-STO-1", zones(decision));
    assertEquals(3, decision.requiredReplicas());
  }

  @Test
  void aBackendThatItsOwnRuleExcludesIsNoPrimary() {
    ReplicationRule rule = rule("leave-finland", "fi", "", 1, "DE", "SE");
    assertEquals("DE-FRA-1", names(allowed(EUROPE, List.of(rule), put(ANYWHERE))).getFirst());
    assertEquals(
        new Refused("leave-finland", PlacementPolicy.NO_ENABLED),
        decide(EUROPE, List.of(rule), put(bucket("fi", Set.of(), 1))));
  }

  @Test
  void aRefusalNamesTheRuleThatLeavesNoEnabledBackend() {
    List<GatewayBackend> backends = List.of(at("FI-HEL-ST-1").disabled(), at("DE-FRA-1"));
    assertEquals(
        new Refused(Restriction.COUNTRIES, PlacementPolicy.NO_ENABLED),
        decide(backends, List.of(), put(bucket("", Set.of("FI"), 1))));
    assertEquals(
        new Refused("eu-only", PlacementPolicy.NO_ENABLED),
        decide(
            List.of(at("US-NYC-1")),
            List.of(rule("eu-only", null, "", 1, "FI", "DE")),
            put(ANYWHERE)));
    assertEquals(
        new Refused("backends", PlacementPolicy.NO_ENABLED),
        decide(List.of(), List.of(), put(ANYWHERE)));
  }

  @Test
  void whatProvidersDoNotHaveIsNotCountedOn() {
    Backend.Capabilities none = Backend.Capabilities.NONE;
    List<GatewayBackend> backends = List.of(at("FI-HEL-ST-1").without(none), at("DE-FRA-1"));
    PlacementRequest locked =
        new PlacementRequest(ANYWHERE, "key", "PutObject", Map.of(), true, "REQUEST");
    assertEquals("DE-FRA-1", zones(allowed(backends, List.of(), locked)));
    assertEquals(
        new Refused(Restriction.OBJECT_LOCK, "no provider has Object Lock"),
        decide(List.of(at("FI-HEL-ST-1").without(none)), List.of(), locked));
    ReplicationRule certified =
        new ReplicationRule(
            "certified", null, List.of(), 1, Set.of(), Set.of(Demand.ISO_27001_GDPR), true);
    assertEquals("DE-FRA-1", zones(allowed(backends, List.of(certified), put(ANYWHERE))));
  }

  @Test
  void aTagAsksForReplicasUpToTheAllowedZones() {
    assertEquals(
        3,
        allowed(EUROPE, List.of(), put(ANYWHERE, Map.of("replica-count", "3"))).requiredReplicas());
    assertEquals(
        1,
        allowed(EUROPE, List.of(), put(ANYWHERE, Map.of("replica-count", "1"))).requiredReplicas());
    assertEquals(
        4,
        allowed(EUROPE, List.of(), put(ANYWHERE, Map.of("replica-count", "99")))
            .requiredReplicas());
    assertEquals(
        2,
        allowed(
                EUROPE,
                List.of(rule("two", null, "", 2)),
                put(ANYWHERE, Map.of("replica-count", "1")))
            .requiredReplicas());
    assertInstanceOf(
        Refused.class, decide(EUROPE, List.of(), put(ANYWHERE, Map.of("replica-count", "many"))));
    assertInstanceOf(
        Refused.class, decide(EUROPE, List.of(), put(ANYWHERE, Map.of("replica-count", "0"))));
  }

  @Test
  void laterCopiesAreHeldAgainstTheDecisionAndAgainstTheRulesOfToday() {
    Allowed decision = allowed(EUROPE, List.of(), put(bucket("fi,de", Set.of(), 2)));
    StoredVersion version = Places.decided(decision);
    PlacementPolicy today =
        new PlacementPolicy(EUROPE, List.of(rule("finland-only", "fi", "", 1, "FI")));
    PlacementPolicy before = new PlacementPolicy(EUROPE, List.of());
    Backend germany = at("DE-FRA-1").description();
    Backend sweden = at("SE-STO-1").description();
    assertTrue(before.mayHold(version, ANYWHERE, germany));
    assertFalse(before.mayHold(version, ANYWHERE, sweden));
    assertFalse(today.mayHold(version, ANYWHERE, germany));
    assertTrue(today.mayHold(version, ANYWHERE, at("FI-HEL-ST-1").description()));
    assertFalse(today.mayHold(version, ANYWHERE, at("FI-HEL-UC-1").description()));
    assertFalse(before.mayHold(version, bucket("", Set.of("FI"), 2), germany));
    assertFalse(before.mayHold(version, bucket("fi", Set.of(), 2), germany));
  }

  private static PlacementDecision decide(
      List<GatewayBackend> backends, List<ReplicationRule> rules, PlacementRequest request) {
    return new PlacementPolicy(backends, rules).decide(request);
  }

  private static Allowed allowed(
      List<GatewayBackend> backends, List<ReplicationRule> rules, PlacementRequest request) {
    return assertInstanceOf(Allowed.class, decide(backends, rules, request));
  }

  private static List<String> names(Allowed decision) {
    return decision.backends().stream().map(backend -> backend.description().name()).toList();
  }

  private static String zones(Allowed decision) {
    return String.join(
        ",",
        new TreeSet<>(
            decision.allowedZones().stream().map(Location::code).collect(Collectors.toSet())));
  }
}
