package io.deltas3proxy.deploy;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.TargetsContainer;
import org.jboss.shrinkwrap.api.Archive;

/** The WAR in Tomcat 11, where nobody changed a setting. */
class TomcatAsItComesIT extends UnchangedServerContract {

  @Deployment(testable = false)
  @TargetsContainer("tomcat-as-it-comes")
  static Archive<?> war() {
    return PackagedWar.archive();
  }
}
