package io.deltas3proxy.website.visitor;

import com.mongodb.ConnectionString;
import java.util.regex.Pattern;

/**
 * Which collection of a MongoDB gets visits.
 *
 * @param uri a connection string; it may hold a password
 */
public record MongoSettings(String uri, String database, String collection) {

  /** Example: {@code metrics}. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");

  /** Example: {@code mongodb+srv://user:password@cluster.example.com/?tls=true}. */
  private static final Pattern SEEDLIST =
      Pattern.compile("mongodb\\+srv://([^/@\\s]+@)?[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+(/\\S*)?");

  public MongoSettings {
    var unusedDatabase = checkedName(database);
    var unusedCollection = checkedName(collection);
  }

  /** Checks the name of a database or a collection. */
  public static String checkedName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("must be 1 to 63 letters, digits, _ and -");
    }
    return name;
  }

  /**
   * Checks a connection string.
   *
   * @throws IllegalArgumentException that repeats nothing of it
   */
  public static String checkedUri(String uri) {
    boolean good;
    try {
      // Those are looked up in the network, which may not be there now.
      good = SEEDLIST.matcher(uri).matches() || !new ConnectionString(uri).getHosts().isEmpty();
    } catch (RuntimeException e) {
      // The driver's message may repeat the password.
      good = false;
    }
    if (!good) {
      throw new IllegalArgumentException(
          "must be a connection string such as mongodb://host:27017");
    }
    return uri;
  }

  /** Shows nothing of the connection string. */
  @Override
  public String toString() {
    return "MongoSettings[" + database + "." + collection + "]";
  }
}
