package io.deltas3proxy.s3.endpoint;

/** How the content of a data file reaches a client. */
public enum GetMode {
  /** Through the proxy. */
  PROXY,
  /** By a redirect to a presigned URL of the store. */
  PRESIGNED_URL,
  /** By a redirect for the clients that are known to follow one, else through the proxy. */
  AUTO
}
