package io.deltas3proxy.app;

import io.deltas3proxy.s3.endpoint.EndpointSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the configuration, or says everything that is wrong with it. */
final class ConfigurationLoader {

  private static final int DEFAULT_PORT = 18_080;
  private static final int DEFAULT_METRICS_PORT = 9090;

  private ConfigurationLoader() {}

  /**
   * Loads the configuration.
   *
   * @param property value of the system property that names the file, if it is set
   * @param environment all variables of the process
   * @param workingDirectory where {@code config.json} is looked for
   */
  static Configuration load(
      @Nullable String property, Map<String, String> environment, Path workingDirectory)
      throws ConfigurationException {
    ConfigurationTree tree = ConfigurationReader.read(property, environment, workingDirectory);
    List<Problem> problems = new ArrayList<>();
    Section root = new Section(tree.root(), KeyPath.ROOT, tree, problems);
    ServerSettings server = server(root);
    String region = root.text("region", "us-east-1");
    LakeSettings lake = LakeParser.parse(root, region, tree.directory());
    EndpointSettings endpoint = EndpointParser.parse(root, region);
    SharedLocationParser.refuseVirtual(root, lake.tables(), endpoint.virtualBucket());
    AuthModes authModes = ForwardParser.modes(root);
    StsSettings sts = StsParser.parse(root, tree.directory());
    StsParser.reserve(root, sts, lake.aliases(), endpoint.virtualBucket());
    AuthenticationSettings authentication = AuthenticationParser.parse(root);
    new ForwardCheck(root, authModes, lake, endpoint, authentication).run();
    Optional<WebsiteSettings> website =
        new WebsiteParser(root, lake, endpoint.virtualBucket(), sts.providers(), tree.directory())
            .parse();
    Optional<FilesSettings> files =
        FilesParser.parse(root, lake, tree.directory(), endpoint.virtualBucket());
    List<Place> places = new ArrayList<>();
    website.ifPresent(settings -> places.addAll(settings.places()));
    files.ifPresent(settings -> places.addAll(settings.buckets().values()));
    Section index = root.section("index");
    Configuration configuration =
        new Configuration(
            server,
            lake,
            GrantsParser.parse(root, lake.aliases()),
            UsersParser.parse(root),
            DatabaseParser.parse(root, tree.directory()),
            authentication,
            endpoint,
            authModes,
            sts,
            IndexParser.parse(index),
            IndexParser.files(index, tree.directory()),
            EdgeParser.parse(root, tree.directory()),
            AdminParser.parse(root, lake.aliases(), endpoint.virtualBucket()),
            UncommittedSettings.parse(root),
            GatewayParser.parse(root, tree.directory(), lake.aliases(), endpoint.virtualBucket()),
            website,
            files,
            places,
            tree);
    index.end();
    root.end();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return configuration;
  }

  private static ServerSettings server(Section root) {
    ServerSettings server =
        new ServerSettings(
            root.integer("port", 0, 65_535, DEFAULT_PORT),
            root.portOrNone("metricsPort", DEFAULT_METRICS_PORT),
            root.text("metricsAddress", "0.0.0.0"));
    if (server.port() != 0
        && server.metricsPort().isPresent()
        && server.metricsPort().getAsInt() == server.port()) {
      root.problem("metricsPort", "must differ from port, which is " + server.port() + " too");
    }
    return server;
  }
}
