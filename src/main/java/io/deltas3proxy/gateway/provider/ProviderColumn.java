package io.deltas3proxy.gateway.provider;

/** The columns of the providers' file, in the order in which they are shown. */
public enum ProviderColumn {
  COUNTRY("Country"),
  REGION("Region/City"),
  ZONE("Zone_Code"),
  PROVIDER("Provider"),
  ENDPOINT("Endpoint"),
  S3_COMPATIBLE("S3_Compatible"),
  OBJECT_LOCK("Object_Lock"),
  VERSIONING("Versioning"),
  ISO_27001_GDPR("ISO_27001_GDPR"),
  VEEAM_READY("Veeam_Ready"),
  NOTES("Notes");

  private final String title;

  ProviderColumn(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /** The value of a provider, as its file has it. */
  public String of(Provider provider) {
    return switch (this) {
      case COUNTRY -> provider.place().country();
      case REGION -> provider.place().region();
      case ZONE -> provider.place().zone().code();
      case PROVIDER -> provider.name();
      case ENDPOINT -> provider.endpoint();
      case S3_COMPATIBLE -> provider.features().s3Compatible().written();
      case OBJECT_LOCK -> provider.features().objectLock().written();
      case VERSIONING -> provider.features().versioning().written();
      case ISO_27001_GDPR -> provider.features().iso27001Gdpr().written();
      case VEEAM_READY -> provider.features().veeamReady().written();
      case NOTES -> provider.notes();
    };
  }
}
