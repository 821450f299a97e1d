package io.deltas3proxy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Holds the packages and the only arrows allowed between them. */
class ArchitectureTest {

  private static final String ROOT = "io.deltas3proxy.";

  /** Each package with the packages that it may use. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("storage", Set.of()),
          Map.entry("storage.s3", Set.of("storage")),
          Map.entry("storage.local", Set.of("storage")),
          Map.entry("storage.conditional", Set.of("storage", "database")),
          Map.entry("http", Set.of()),
          Map.entry("http.tls", Set.of()),
          Map.entry("client", Set.of()),
          Map.entry("launcher", Set.of("client")),
          Map.entry("metrics", Set.of("storage", "http")),
          Map.entry("delta", Set.of("storage")),
          Map.entry("cache", Set.of()),
          Map.entry("delta.action", Set.of("delta")),
          Map.entry("delta.view", Set.of("delta", "delta.action", "storage")),
          Map.entry(
              "delta.kernel", Set.of("delta", "delta.action", "delta.view", "storage", "cache")),
          Map.entry("database", Set.of()),
          Map.entry("accounts", Set.of("database", "cache")),
          Map.entry(
              "access",
              Set.of("delta", "delta.action", "storage", "accounts", "database", "cache")),
          Map.entry("s3.protocol", Set.of("storage")),
          Map.entry("s3.signature", Set.of("s3.protocol", "accounts", "storage")),
          Map.entry("limits", Set.of()),
          Map.entry("audit", Set.of("database", "http")),
          Map.entry(
              "sts", Set.of("s3.protocol", "s3.signature", "accounts", "http", "audit", "limits")),
          Map.entry(
              "admin", Set.of("accounts", "access", "delta", "storage", "http", "audit", "cache")),
          Map.entry(
              "s3.endpoint",
              Set.of(
                  "s3.protocol",
                  "s3.signature",
                  "accounts",
                  "access",
                  "delta",
                  "delta.action",
                  "delta.view",
                  "storage",
                  "storage.conditional",
                  "http",
                  "metrics",
                  "limits",
                  "audit")),
          Map.entry("gateway", Set.of("storage")),
          Map.entry("gateway.provider", Set.of("gateway", "storage", "database")),
          Map.entry("gateway.placement", Set.of("gateway", "storage", "database")),
          Map.entry("gateway.metadata", Set.of("gateway", "storage", "database")),
          Map.entry("gateway.object", Set.of("gateway", "storage")),
          Map.entry("gateway.replication", Set.of("gateway", "storage", "database")),
          Map.entry(
              "gateway.management",
              Set.of(
                  "gateway",
                  "gateway.provider",
                  "gateway.placement",
                  "gateway.metadata",
                  "gateway.replication",
                  "accounts",
                  "access",
                  "admin",
                  "database",
                  "storage",
                  "http")),
          Map.entry(
              "gateway.endpoint",
              Set.of(
                  "gateway",
                  "s3.protocol",
                  "s3.signature",
                  "s3.endpoint",
                  "accounts",
                  "access",
                  "database",
                  "storage",
                  "http",
                  "metrics",
                  "limits",
                  "audit")),
          Map.entry("files", Set.of("storage", "access", "accounts", "database")),
          Map.entry(
              "files.endpoint",
              Set.of(
                  "files",
                  "s3.protocol",
                  "s3.signature",
                  "s3.endpoint",
                  "sts",
                  "accounts",
                  "access",
                  "database",
                  "storage",
                  "http",
                  "metrics",
                  "limits",
                  "audit")),
          Map.entry("website", Set.of("storage")),
          Map.entry("website.cache", Set.of("website", "storage")),
          Map.entry("website.visitor", Set.of("http", "metrics")),
          Map.entry("website.login", Set.of("http", "accounts", "sts")),
          Map.entry(
              "website.endpoint",
              Set.of(
                  "website",
                  "website.cache",
                  "website.visitor",
                  "website.login",
                  "storage",
                  "http",
                  "metrics",
                  "limits",
                  "audit")),
          Map.entry("app.cli", Set.of("app", "admin", "accounts", "access", "delta", "database")),
          Map.entry(
              "app",
              Set.of(
                  "storage",
                  "storage.s3",
                  "storage.local",
                  "storage.conditional",
                  "http",
                  "http.tls",
                  "metrics",
                  "delta",
                  "delta.view",
                  "delta.kernel",
                  "cache",
                  "access",
                  "database",
                  "accounts",
                  "limits",
                  "audit",
                  "sts",
                  "admin",
                  "s3.protocol",
                  "s3.signature",
                  "s3.endpoint",
                  "gateway",
                  "gateway.provider",
                  "gateway.placement",
                  "gateway.metadata",
                  "gateway.object",
                  "gateway.replication",
                  "gateway.management",
                  "gateway.endpoint",
                  "files",
                  "files.endpoint",
                  "website",
                  "website.cache",
                  "website.visitor",
                  "website.login",
                  "website.endpoint")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.deltas3proxy");

  @Test
  void everyClassStandsInAKnownPackage() {
    Set<String> unknown = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      if (!ARROWS.containsKey(packageOf(type))) {
        unknown.add(type.getName());
      }
    }
    assertEquals(Set.of(), unknown);
  }

  @Test
  void packagesUseOnlyWhatTheyMay() {
    ARROWS.forEach((name, allowed) ->
        noClasses()
            .that()
            .resideInAPackage(ROOT + name)
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "are ours and not in " + allowed,
                    type ->
                        type.getPackageName().startsWith(ROOT)
                            && !packageOf(type).equals(name)
                            && !allowed.contains(packageOf(type))))
            .allowEmptyShould(true)
            .check(CLASSES));
  }

  @Test
  void librariesStayInTheirPackages() {
    onlyIn(List.of("storage.s3"), "software.amazon..", "org.apache.hc..");
    onlyIn(
        List.of("delta.kernel"),
        "io.delta.kernel..",
        "org.apache.hadoop..",
        "org.apache.parquet..");
    onlyIn(
        List.of(
            "s3.endpoint",
            "http",
            "metrics",
            "audit",
            "sts",
            "admin",
            "gateway.management",
            "gateway.endpoint",
            "files.endpoint",
            "website.login",
            "website.endpoint",
            "app"),
        "jakarta.servlet..");
    onlyIn(List.of("gateway.replication"), "com.github.kagkarlsson..");
    onlyIn(List.of("gateway.provider"), "io.github.resilience4j..", "org.apache.commons.csv..");
    onlyIn(List.of("launcher"), "org.eclipse.jetty..");
    onlyIn(List.of("app"), "io.undertow..");
    onlyIn(List.of("database"), "com.zaxxer.hikari..", "org.flywaydb..");
    onlyIn(List.of("app.cli"), "picocli..");
    onlyIn(List.of("cache"), "org.ehcache..");
    onlyIn(List.of("sts", "website.login"), "com.nimbusds..");
    onlyIn(List.of("website.visitor"), "com.maxmind..", "com.mongodb..", "org.bson..");
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "database")
        .and()
        .haveSimpleNameNotStartingWith("Jdbc")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "javax.sql..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.deltas3proxy.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void namesAreNotVague() {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Util|Utils|Impl|Common)")
        .check(CLASSES);
    classes().that().areInterfaces().should().haveNameNotMatching(".*\\.I[A-Z].*").check(CLASSES);
  }

  private static void onlyIn(List<String> packages, String... libraries) {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "are outside " + packages, type -> !packages.contains(packageOf(type))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(libraries)
        .check(CLASSES);
  }

  private static String packageOf(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(ROOT) ? name.substring(ROOT.length()) : name;
  }
}
