package io.deltas3proxy.s3.endpoint;

import io.deltas3proxy.access.Grounds;
import java.util.Optional;
import java.util.function.Supplier;

/** Is told of decisions on objects, for the audit trail; of several the last one counts. */
@FunctionalInterface
interface DecisionWitness {

  /**
   * @param grounds what the decision rests on, worked out when asked, at the end of the request
   */
  void decided(Supplier<Optional<Grounds>> grounds);
}
