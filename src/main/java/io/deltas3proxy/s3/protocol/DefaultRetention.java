package io.deltas3proxy.s3.protocol;

/**
 * How long new versions of a bucket are kept where the request does not say.
 *
 * @param amount 1 to 36,500 days or 1 to 100 years
 * @param years whether the amount is years, else it is days
 */
public record DefaultRetention(LockMode mode, int amount, boolean years) {

  private static final int MOST_DAYS = 36_500;
  private static final int MOST_YEARS = 100;
  private static final int DAYS_OF_YEAR = 365;

  public DefaultRetention {
    if (amount < 1 || amount > (years ? MOST_YEARS : MOST_DAYS)) {
      throw new S3Exception(
          S3ErrorCode.INVALID_ARGUMENT,
          "Default retention period must be a positive integer value");
    }
  }

  /** The whole period, in days; S3 counts 365 for a year. */
  public int days() {
    return years ? amount * DAYS_OF_YEAR : amount;
  }
}
