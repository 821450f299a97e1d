package io.deltas3proxy.app.cli;

import io.deltas3proxy.app.ConfigurationException;
import java.io.PrintWriter;
import java.time.Instant;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** The command line: everything but the start of the proxy. */
@Command(
    name = "delta-s3-proxy.war",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Commands.Version.class,
    synopsisHeading = "usage: java -jar ",
    synopsisSubcommandLabel = "COMMAND",
    abbreviateSynopsis = true,
    description = {
      "",
      "Without a command the proxy starts. Commands work on the configuration and the",
      "database that it would use: config.json in the working directory or the file",
      "that the variable PROXY_CONFIG or the system property deltas3proxy.config",
      "names, and PROXY_* variables.",
      "",
      "  client-proxy  Listen beside a client that cannot follow redirects: --help says more",
      "  extract DIR   Lay out jars for a faster start: java -jar DIR/delta-s3-proxy.jar"
    },
    footer = {"", "Exit status: 0 done, 1 refused or failed, 2 wrong usage."})
public final class Commands {

  private static final String NAME = "delta-s3-proxy: ";
  private static final String LOGGING = "logback.configurationFile";

  private final Invocation invocation;

  private Commands(Invocation invocation) {
    this.invocation = invocation;
  }

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Answer as JSON, as the administration API does.")
  void json(boolean wanted) {
    if (wanted) {
      invocation.answerAsJson();
    }
  }

  /**
   * Runs a command in this process.
   *
   * @return the status that the process should end with
   */
  public static int run(String... arguments) {
    if (System.getProperty(LOGGING) == null) {
      // Before the first logger is made: the answer alone goes to standard output.
      System.setProperty(LOGGING, "io/deltas3proxy/app/cli/logback-commands.xml");
    }
    Terminal terminal =
        new Terminal(
            new PrintWriter(System.out, false, System.out.charset()),
            new PrintWriter(System.err, true, System.err.charset()));
    return run(Surroundings.ofProcess(), terminal, arguments);
  }

  static int run(Surroundings surroundings, Terminal terminal, String... arguments) {
    CommandLine line = line(new Invocation(surroundings, terminal));
    line.setOut(terminal.out());
    line.setErr(terminal.err());
    line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
    line.setParameterExceptionHandler((e, args) -> wrongUsage(terminal, e));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(terminal, e));
    int status = line.execute(arguments);
    return terminal.isWhole() || status != CommandLine.ExitCode.OK
        ? status
        : CommandLine.ExitCode.SOFTWARE;
  }

  /** All commands, with what they have in common. */
  static CommandLine line(Invocation invocation) {
    CommandLine line = new CommandLine(new Commands(invocation));
    line.addSubcommand(new UsersCommand(invocation))
        .addSubcommand(new GroupsCommand(invocation))
        .addSubcommand(new KeysCommand(invocation))
        .addSubcommand(new GrantsCommand(invocation))
        .addSubcommand(new PermissionsCommand(invocation))
        .addSubcommand(new SessionsCommand(invocation))
        .addSubcommand(new ExplainCommand(invocation))
        .addSubcommand(new DryRunCommand(invocation))
        .addSubcommand(new SecretKeyCommand(invocation))
        .addSubcommand(new ConfigCommand(invocation));
    // A name may begin with @.
    line.setExpandAtFiles(false);
    line.registerConverter(Instant.class, Arguments::moment);
    line.registerConverter(RuleArgument.class, RuleArgument::parse);
    return line;
  }

  private static int wrongUsage(Terminal terminal, ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    terminal.note(NAME + e.getMessage() + " (see: java -jar " + command + " --help)");
    return CommandLine.ExitCode.USAGE;
  }

  private static int failed(Terminal terminal, Exception e) {
    if (e instanceof ConfigurationException configuration) {
      int count = configuration.problems().size();
      terminal.note(
          NAME
              + "the configuration is not valid: "
              + configuration.problems().getFirst()
              + (count == 1 ? "" : " (and " + (count - 1) + " more: see config check)"));
    } else if (e instanceof RuntimeException) {
      LoggerFactory.getLogger(Commands.class).debug("The command failed", e);
      terminal.note(NAME + "internal error: " + e);
    } else {
      terminal.note(NAME + e.getMessage());
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  /** The version in the manifest of the archive. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {"delta-s3-proxy " + (version == null ? "(not packaged)" : version)};
    }
  }
}
