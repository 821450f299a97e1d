package io.deltas3proxy.sts;

/** The error codes that are sent, as they stand on the wire, each with its HTTP status. */
public enum StsErrorCode {
  ACCESS_DENIED("AccessDenied", 403),
  EXPIRED_IDENTITY_TOKEN("ExpiredTokenException", 400),
  EXPIRED_TOKEN("ExpiredToken", 403),
  IDP_COMMUNICATION_ERROR("IDPCommunicationError", 400),
  INCOMPLETE_SIGNATURE("IncompleteSignature", 400),
  INTERNAL_FAILURE("InternalFailure", 500),
  INVALID_ACTION("InvalidAction", 400),
  INVALID_CLIENT_TOKEN_ID("InvalidClientTokenId", 403),
  INVALID_IDENTITY_TOKEN("InvalidIdentityToken", 400),
  INVALID_PARAMETER_VALUE("InvalidParameterValue", 400),
  MALFORMED_POLICY_DOCUMENT("MalformedPolicyDocument", 400),
  MISSING_ACTION("MissingAction", 400),
  MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationToken", 403),
  MISSING_PARAMETER("MissingParameter", 400),
  PACKED_POLICY_TOO_LARGE("PackedPolicyTooLarge", 400),
  REQUEST_EXPIRED("RequestExpired", 400),
  SERVICE_UNAVAILABLE("ServiceUnavailable", 503),
  SIGNATURE_DOES_NOT_MATCH("SignatureDoesNotMatch", 403),
  THROTTLING("Throttling", 400),
  VALIDATION_ERROR("ValidationError", 400);

  private final String wireCode;
  private final int status;

  StsErrorCode(String wireCode, int status) {
    this.wireCode = wireCode;
    this.status = status;
  }

  /** The text of the element {@code Code}. */
  public String wireCode() {
    return wireCode;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The text of the element {@code Type}: whose fault it is. */
  String type() {
    return status >= 500 ? "Receiver" : "Sender";
  }
}
