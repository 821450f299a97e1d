package io.deltas3proxy.database;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is, and as whom it is used.
 *
 * @param url of JDBC, without user and password where they were named apart
 */
public record DatabaseAddress(
    SqlDialect dialect, String url, @Nullable String user, @Nullable String password) {

  private static final String JDBC = "jdbc:";
  private static final String SQLITE = "sqlite:";

  /**
   * Reads {@code sqlite:<file>}, {@code postgresql://<user>:<password>@<host>:<port>/<database>} or
   * a URL of JDBC for one of the two.
   *
   * @param directory that the path of a file starts from
   * @throws IllegalArgumentException when it is none of them; the message repeats nothing of it
   */
  public static DatabaseAddress parse(String uri, Path directory) {
    String plain = uri.startsWith(JDBC) ? uri.substring(JDBC.length()) : uri;
    if (plain.startsWith(SQLITE)) {
      return new DatabaseAddress(
          new SqliteDialect(file(plain.substring(SQLITE.length()), directory)), "", null, null);
    }
    if (plain.startsWith("postgresql:") || plain.startsWith("postgres:")) {
      return uri.startsWith(JDBC) ? jdbcOfPostgresql(uri) : postgresql(plain);
    }
    throw new IllegalArgumentException(
        "must be sqlite:<file>, postgresql://<host>:<port>/<database> or a jdbc: URL for one of"
            + " them");
  }

  private static Path file(String name, Path directory) {
    if (name.isBlank() || name.contains("?") || name.startsWith(":") || name.startsWith("file:")) {
      throw new IllegalArgumentException("must name a file after sqlite:, without parameters");
    }
    try {
      return directory.resolve(name).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("must name a file after sqlite:", e);
    }
  }

  private static DatabaseAddress jdbcOfPostgresql(String url) {
    if (org.postgresql.Driver.parseURL(url, null) == null) {
      throw new IllegalArgumentException("is not a URL that the driver of PostgreSQL takes");
    }
    return new DatabaseAddress(new PostgresqlDialect(), url, null, null);
  }

  private static DatabaseAddress postgresql(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // The cause repeats the text, which may have a password in it.
      throw notPostgresql();
    }
    String path = uri.getRawPath();
    if (uri.getHost() == null || path == null || path.length() < 2) {
      throw notPostgresql();
    }
    String server = uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String info = uri.getRawUserInfo();
    String user = null;
    String password = null;
    if (info != null) {
      int colon = info.indexOf(':');
      user = decoded(colon < 0 ? info : info.substring(0, colon));
      password = colon < 0 ? null : decoded(info.substring(colon + 1));
    }
    DatabaseAddress address = jdbcOfPostgresql("jdbc:postgresql://" + server + path + query);
    return address.as(user, password);
  }

  private static IllegalArgumentException notPostgresql() {
    return new IllegalArgumentException("must be postgresql://<host>:<port>/<database>");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The same with a user and a password; {@code null} leaves what is there. */
  public DatabaseAddress as(@Nullable String otherUser, @Nullable String otherPassword) {
    return new DatabaseAddress(
        dialect,
        url,
        otherUser == null ? user : otherUser,
        otherPassword == null ? password : otherPassword);
  }

  /** Whether it is a file that only processes of one machine use. */
  public boolean isEmbedded() {
    return dialect instanceof SqliteDialect;
  }

  /** A text in which the password is not to be seen. */
  String hide(String text) {
    return password == null || password.isEmpty() ? text : text.replace(password, "***");
  }

  /** Names the place alone. */
  @Override
  public String toString() {
    return dialect.place(url);
  }
}
