package io.deltas3proxy.files.endpoint;

/** What keeps its state in a database. */
public record BackgroundServices(
    BackgroundUploading uploading, JobAnswers jobs, Resuming resuming) {}
