package io.deltas3proxy.access;

import io.deltas3proxy.storage.ObjectAddress;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answer to whether a caller may read one object. */
public sealed interface AccessDecision {

  /** Which kind of object it is, for those who deliver it. */
  enum Subject {
    /** Below {@code _delta_log/}: never redirected. */
    LOG,
    /** A data, change data or deletion vector file. */
    FILE
  }

  /**
   * What the decision rests on: empty where nothing is known of the object. Worked out when asked,
   * without I/O.
   */
  Optional<Grounds> grounds();

  /** It may be read. */
  final class Allowed implements AccessDecision {
    private final Subject subject;
    private final ObjectAddress address;
    private final Reasons reasons;

    Allowed(Subject subject, ObjectAddress address, Reasons reasons) {
      this.subject = subject;
      this.address = address;
      this.reasons = reasons;
    }

    public Subject subject() {
      return subject;
    }

    /** The very address that was judged; what is fetched is this and nothing else. */
    public ObjectAddress address() {
      return address;
    }

    @Override
    public Optional<Grounds> grounds() {
      return Optional.of(reasons.of(address));
    }

    @Override
    public String toString() {
      return "Allowed[" + subject + ", " + address + "]";
    }
  }

  /** 403, or 404 where the caller is not to learn that there is such an object. */
  final class Forbidden implements AccessDecision {
    private final String reason;
    private final boolean concealed;
    private final @Nullable ObjectAddress address;
    private final Reasons reasons;

    Forbidden(String reason, boolean concealed, @Nullable ObjectAddress address, Reasons reasons) {
      this.reason = reason;
      this.concealed = concealed;
      this.address = address;
      this.reasons = reasons;
    }

    /** For the operator's log and for explanations to administrators. */
    public String reason() {
      return reason;
    }

    /** Whether the caller gets the answer of an object that does not exist. */
    public boolean concealed() {
      return concealed;
    }

    @Override
    public Optional<Grounds> grounds() {
      return Optional.ofNullable(address).map(reasons::of).map(Grounds::denied);
    }

    @Override
    public String toString() {
      return "Forbidden[" + reason + ", " + Objects.toString(address) + "]";
    }
  }

  /** No log knows such an object: 404, without asking the store. */
  record Missing() implements AccessDecision {
    @Override
    public Optional<Grounds> grounds() {
      return Optional.empty();
    }
  }

  /**
   * It cannot be known: 503.
   *
   * @param reason for the operator's log
   */
  record Unknowable(String reason) implements AccessDecision {
    @Override
    public Optional<Grounds> grounds() {
      return Optional.empty();
    }
  }
}
