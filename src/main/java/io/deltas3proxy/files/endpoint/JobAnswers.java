package io.deltas3proxy.files.endpoint;

import io.deltas3proxy.accounts.AccountsUnavailableException;
import io.deltas3proxy.files.FileJob;
import io.deltas3proxy.files.FileJobs;
import io.deltas3proxy.files.JobOwner;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /files/jobs/{id}}: what has become of an upload in the background, for its owner. */
public final class JobAnswers {

  private final FileJobs jobs;

  public JobAnswers(FileJobs jobs) {
    this.jobs = jobs;
  }

  void show(HttpServletRequest request, HttpServletResponse response, String id)
      throws IOException, AccountsUnavailableException {
    JsonAnswer.send(request, response, HttpServletResponse.SC_OK, JobDocument.of(job(request, id)));
  }

  void cancel(HttpServletRequest request, HttpServletResponse response, String id)
      throws AccountsUnavailableException {
    jobs.cancel(job(request, id));
    response.setStatus(HttpServletResponse.SC_NO_CONTENT);
  }

  private FileJob job(HttpServletRequest request, String id) throws AccountsUnavailableException {
    FileJob job = jobs.require(id, JobOwner.of(FilesCaller.of(request).principal()));
    JudgedFile.note(request, job.order().file());
    return job;
  }
}
