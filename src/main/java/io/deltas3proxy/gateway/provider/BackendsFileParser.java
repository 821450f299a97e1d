package io.deltas3proxy.gateway.provider;

import io.deltas3proxy.gateway.Location;
import io.deltas3proxy.gateway.provider.LocatedJson.Elements;
import io.deltas3proxy.gateway.provider.LocatedJson.Member;
import io.deltas3proxy.gateway.provider.LocatedJson.Members;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the backends' file, which has one of two shapes: a map of backends by their names, or
 * {@code {"backends": [...], "replication": {...}}}.
 */
final class BackendsFileParser {

  /** Example: {@code upcloud_2}. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

  private static final String FILE = "file";
  private static final Set<String> SCHEMES = Set.of("http", "https");
  private static final String LIST = "backends";
  private static final int MOST_BACKENDS = 1000;

  private final String file;
  private final List<FileProblem> problems = new ArrayList<>();
  private final Map<String, Position> names = new HashMap<>();
  private final Map<Location, String> zones = new HashMap<>();
  private final List<ConfiguredBackend> backends = new ArrayList<>();
  private ReplicationDefaults replication = ReplicationDefaults.NONE;

  private BackendsFileParser(String file) {
    this.file = file;
  }

  /**
   * @param file its name, for messages
   * @param known what there is to know of providers
   */
  static BackendsFile parse(String file, String text, KnownProviders known)
      throws ProviderFilesException {
    BackendsFileParser parser = new BackendsFileParser(file);
    LocatedJson root = LocatedJsonReader.read(file, text);
    if (root instanceof Members object) {
      parser.root(object, known);
    } else {
      parser.problem(root.at(), "must be an object, not " + root.kind());
    }
    if (!parser.problems.isEmpty()) {
      throw new ProviderFilesException(parser.problems);
    }
    return new BackendsFile(parser.backends, parser.replication);
  }

  private void root(Members root, KnownProviders known) {
    Member list = root.members().get(LIST);
    if (list != null && list.value() instanceof Elements elements) {
      listed(root, elements, known);
    } else {
      root.members()
          .forEach((name, member) -> {
            if (member.value() instanceof Members backend) {
              backend(name, member.key(), new LocatedFields(backend, file, problems), known);
            } else {
              problem(
                  member.value().at(),
                  "\"" + name + "\" must be a backend, not " + member.value().kind());
            }
          });
    }
    if (backends.size() > MOST_BACKENDS) {
      problem(root.at(), "has more than " + MOST_BACKENDS + " backends");
    }
  }

  private void listed(Members root, Elements elements, KnownProviders known) {
    for (LocatedJson element : elements.elements()) {
      if (element instanceof Members backend) {
        LocatedFields fields = new LocatedFields(backend, file, problems);
        fields.text("name").ifPresent(name -> backend(name, fields.place("name"), fields, known));
      } else {
        problem(element.at(), "must be a backend, not " + element.kind());
      }
    }
    LocatedFields outer = new LocatedFields(root, file, problems);
    outer.has(LIST);
    Member block = outer.has("replication") ? root.members().get("replication") : null;
    if (block != null && block.value() instanceof Members members) {
      replication = replication(new LocatedFields(members, file, problems));
    } else if (block != null) {
      problem(block.value().at(), "must be an object, not " + block.value().kind());
    }
    outer.end();
  }

  private static ReplicationDefaults replication(LocatedFields fields) {
    ReplicationDefaults read =
        new ReplicationDefaults(
            fields.flag("enabled", true),
            fields.number("required_replicas", 1, MOST_BACKENDS).orElse(null),
            fields.has("async_upload") ? fields.flag("async_upload", true) : null,
            fields.flag("verify_uploads", true));
    fields.end();
    return read;
  }

  private void backend(String name, Position at, LocatedFields fields, KnownProviders known) {
    int before = problems.size();
    if (!NAME.matcher(name).matches()) {
      problem(at, "a name is 1 to 63 letters, digits, _, . and -");
    }
    Position other = names.putIfAbsent(name, at);
    if (other != null) {
      problem(at, "\"" + name + "\" is the name of line " + other.line() + " already");
    }
    Optional<String> provider = fields.text("provider");
    Optional<Location> zone = fields.parsed("zone_code", Location::new);
    Optional<Location> region = fields.parsed("region", Location::new);
    Optional<ConfiguredBackend.Connection> connection = connection(fields);
    boolean primary = fields.flag("is_primary", false);
    boolean enabled = fields.flag("enabled", true);
    boolean draining = fields.flag("draining", false);
    fields.end();
    if (zone.isEmpty() || region.isEmpty() || provider.isEmpty()) {
      return;
    }
    if (!region.get().covers(zone.get())) {
      fields.problem(fields.place("region"), zone.get() + " does not lie in " + region.get());
    }
    String neighbour = zones.putIfAbsent(zone.get(), name);
    if (neighbour != null) {
      fields.problem(
          fields.place("zone_code"), zone.get() + " is the zone of \"" + neighbour + "\" already");
    }
    known
        .flaw(provider.get(), zone.get())
        .ifPresent(flaw -> fields.problem(fields.place("provider"), flaw));
    if (problems.size() == before && connection.isPresent()) {
      backends.add(
          new ConfiguredBackend(
              name,
              provider.get(),
              zone.get(),
              region.get(),
              connection.get(),
              primary,
              enabled,
              draining));
    }
  }

  private static Optional<ConfiguredBackend.Connection> connection(LocatedFields fields) {
    String key = fields.has("endpoint_url") ? "endpoint_url" : "endpoint";
    if (fields.has("endpoint") && key.equals("endpoint_url")) {
      fields.problem(
          fields.place("endpoint"), "\"endpoint\" and \"endpoint_url\" must not both be given");
    }
    Optional<URI> endpoint = fields.parsed(key, BackendsFileParser::endpoint);
    String signingRegion = fields.textIfAny("signing_region").orElse("us-east-1");
    boolean pathStyle = fields.flag("path_style", true);
    boolean allowPrivate = fields.flag("allow_private_endpoint", false);
    boolean directory = endpoint.filter(uri -> FILE.equals(uri.getScheme())).isPresent();
    Optional<String> accessKey = key(fields, "access_key", directory);
    Optional<String> secretKey = key(fields, "secret_key", directory);
    if (endpoint.isEmpty() || accessKey.isEmpty() || secretKey.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ConfiguredBackend.Connection(
            endpoint.get(),
            signingRegion,
            pathStyle,
            allowPrivate,
            new ConfiguredBackend.Secrets(accessKey.get(), secretKey.get())));
  }

  /** A directory asks for none. */
  private static Optional<String> key(LocatedFields fields, String name, boolean directory) {
    return directory ? Optional.of(fields.textIfAny(name).orElse("")) : fields.text(name);
  }

  /** Without the text in the message, which may have a password in it. */
  private static URI endpoint(String text) {
    URI endpoint;
    try {
      endpoint = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("must be a URL", e);
    }
    if (FILE.equals(endpoint.getScheme())) {
      return endpoint;
    }
    if (endpoint.getHost() == null || !SCHEMES.contains(String.valueOf(endpoint.getScheme()))) {
      throw new IllegalArgumentException(
          "must begin with https:// or http:// and a host, or be file: and a directory");
    }
    if (endpoint.getRawUserInfo() != null
        || endpoint.getRawQuery() != null
        || endpoint.getRawFragment() != null) {
      throw new IllegalArgumentException("must not have a user, a query or a fragment");
    }
    return endpoint;
  }

  private void problem(Position at, String message) {
    problems.add(FileProblem.of(file, at, message));
  }
}
