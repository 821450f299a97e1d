package io.deltas3proxy.app;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.accounts.UserStandings;
import io.deltas3proxy.database.Database;
import io.deltas3proxy.files.FileAccess;
import io.deltas3proxy.files.FileJobBook;
import io.deltas3proxy.files.FileJobs;
import io.deltas3proxy.files.FileUploads;
import io.deltas3proxy.files.JdbcFileJobs;
import io.deltas3proxy.files.JobRun;
import io.deltas3proxy.files.JobWorker;
import io.deltas3proxy.files.ResumableUploads;
import io.deltas3proxy.files.Spool;
import io.deltas3proxy.files.endpoint.BackgroundServices;
import io.deltas3proxy.files.endpoint.BackgroundUploading;
import io.deltas3proxy.files.endpoint.JobAnswers;
import io.deltas3proxy.files.endpoint.Resuming;
import java.time.Clock;
import java.util.List;

/** Uploads that go on in the background, and resumable ones: what needs a database. */
final class FilesBackground implements AutoCloseable {

  private final JobWorker worker;
  private final BackgroundServices services;

  private FilesBackground(JobWorker worker, BackgroundServices services) {
    this.worker = worker;
    this.services = services;
  }

  /** Makes it, and begins with what is left of the process before. */
  static FilesBackground start(
      FilesSettings settings,
      FileAccess access,
      UserStandings standings,
      FileUploads uploads,
      Database database,
      Spool spool)
      throws ConfigurationException {
    Clock clock = Clock.systemUTC();
    FileJobBook book = new JdbcFileJobs(database);
    JobWorker worker =
        new JobWorker(
            book,
            spool,
            new JobRun(book, access, standings, uploads, settings.jobs(), clock),
            settings.jobs().workers(),
            clock);
    FileJobs jobs = new FileJobs(book, spool, settings.jobs(), worker, clock);
    ResumableUploads resumable =
        new ResumableUploads(jobs, book, spool, worker, settings.tusExpire(), clock);
    try {
      worker.start();
    } catch (AccountsUnavailableException e) {
      throw new ConfigurationException(
          List.of(new Problem("database", "files", String.valueOf(e.getMessage()))));
    }
    return new FilesBackground(
        worker,
        new BackgroundServices(
            new BackgroundUploading(access, uploads, jobs),
            new JobAnswers(jobs),
            new Resuming(access, uploads, jobs, resumable, uploads.mostWaitingBytes())));
  }

  BackgroundServices services() {
    return services;
  }

  @Override
  public void close() {
    worker.close();
  }
}
