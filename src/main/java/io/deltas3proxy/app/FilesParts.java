package io.deltas3proxy.app;

import io.deltas3proxy.accounts.UserStandings;
import io.deltas3proxy.files.BlockPool;
import io.deltas3proxy.files.FileAccess;
import io.deltas3proxy.files.FileBucket;
import io.deltas3proxy.files.FileUploads;
import io.deltas3proxy.files.Receiving;
import io.deltas3proxy.files.Spool;
import io.deltas3proxy.files.UploadJournal;
import io.deltas3proxy.files.endpoint.Downloading;
import io.deltas3proxy.files.endpoint.FilesAuthentication;
import io.deltas3proxy.files.endpoint.FilesAuthenticationFilter;
import io.deltas3proxy.files.endpoint.FilesErrorFilter;
import io.deltas3proxy.files.endpoint.FilesServlet;
import io.deltas3proxy.files.endpoint.Uploading;
import io.deltas3proxy.limits.Limits;
import io.deltas3proxy.storage.ObjectStore;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files API: what it is made of, and its filters and servlet. */
final class FilesParts implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FilesParts.class);
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final String SERVLET = "Files";

  private final FilesSettings settings;
  private final FileAccess access;
  private final FileUploads uploads;
  private final Spool spool;
  private final ScheduledExecutorService sweeping =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("files-sweep").factory());
  private @Nullable FilesBackground background;

  private FilesParts(FilesSettings settings, FileAccess access, FileUploads uploads, Spool spool) {
    this.spool = spool;
    this.settings = settings;
    this.access = access;
    this.uploads = uploads;
  }

  /**
   * Makes it, and opens its spool.
   *
   * @param database for what goes on in the background; empty for nothing of that
   * @param standings of those whose uploads go on there
   */
  static FilesParts start(
      FilesSettings settings,
      OpenStores stores,
      Optional<AccountsDatabase> database,
      UserStandings standings,
      ConfigurationTree source)
      throws ConfigurationException {
    Map<String, FileBucket> buckets = new HashMap<>();
    settings
        .buckets()
        .forEach((name, place) ->
            buckets.put(name, new FileBucket(place.store(), place.in(stores.get(place.store())))));
    FilesSpace space = settings.space();
    Spool spool = openSpool(space, source);
    UploadJournal journal = new UploadJournal(space.spool());
    Receiving receiving = new Receiving(new BlockPool(space.memoryBytes()), spool, journal);
    LOG.info("Serving files of {} buckets at {}", buckets.size(), FilesServlet.PATH);
    if (!settings.authenticationRequired()) {
      LOG.warn(
          "files.authentication is optional: whoever reaches this proxy may do with files what"
              + " files.access allows to everyone");
    }
    FilesParts parts =
        new FilesParts(
            settings,
            new FileAccess(buckets, settings.rules()),
            new FileUploads(settings.uploads(), receiving, space.mostUploads()),
            spool);
    boolean started = false;
    try {
      if (database.isPresent()) {
        parts.background =
            FilesBackground.start(
                settings, parts.access, standings, parts.uploads, database.get().database(), spool);
      }
      parts.giveUpWhatIsLeft(journal, opened(settings, stores));
      started = true;
      return parts;
    } finally {
      if (!started) {
        parts.close();
      }
    }
  }

  private static Map<String, ObjectStore> opened(FilesSettings settings, OpenStores stores) {
    Map<String, ObjectStore> opened = new HashMap<>();
    settings
        .buckets()
        .values()
        .forEach(place -> opened.put(place.store(), stores.get(place.store())));
    return opened;
  }

  private void giveUpWhatIsLeft(UploadJournal journal, Map<String, ObjectStore> stores) {
    var unused =
        sweeping.scheduleWithFixedDelay(
            () -> journal.giveUp(stores), 0, EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  private static Spool openSpool(FilesSpace space, ConfigurationTree source)
      throws ConfigurationException {
    try {
      return Spool.open(space.spool(), space.spoolBytes());
    } catch (IOException e) {
      KeyPath key = KeyPath.ROOT.child(FilesParser.NAME).child("spoolDirectory");
      throw new ConfigurationException(
          List.of(new Problem(source.sourceOf(key), key.text(), "cannot be used: " + e)));
    }
  }

  /**
   * Registers its filters and its servlet, in the order in which a request passes them.
   *
   * @param measuring counts its requests
   */
  void register(
      ServletContext context,
      FilterRegistration measuring,
      IdentityParts identities,
      Limits limits) {
    measuring.addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), true, SERVLET);
    FilesAuthentication authentication =
        identities.forFiles(settings.authenticationRequired(), settings.tokens());
    List.of(
            new FilesErrorFilter(settings.statuses()),
            new FilesAuthenticationFilter(authentication, limits))
        .forEach(filter -> addFilter(context, filter));
    context
        .addServlet(
            SERVLET,
            new FilesServlet(
                new Uploading(access, uploads),
                new Downloading(access, settings.downloadBytes()),
                Optional.ofNullable(background).map(FilesBackground::services)))
        .addMapping(FilesServlet.PATH, FilesServlet.PATH + "/*");
  }

  @Override
  public void close() {
    sweeping.shutdownNow();
    if (background != null) {
      background.close();
    }
    try {
      spool.close();
    } catch (IOException e) {
      LOG.warn("The spool of files was not closed: {}", e.getMessage());
    }
  }

  private static void addFilter(ServletContext context, Filter filter) {
    context
        .addFilter(filter.getClass().getSimpleName(), filter)
        .addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), true, SERVLET);
  }
}
