package io.deltas3proxy.deploy;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.shrinkwrap.api.Archive;

/** The WAR in WildFly, where nobody changed a setting. */
class WildFlyAsItComesIT extends UnchangedServerContract {

  @Deployment(testable = false)
  @TargetsContainer("wildfly-as-it-comes")
  static Archive<?> war() {
    return PackagedWar.archive();
  }
}
