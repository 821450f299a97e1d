package io.deltas3proxy.deploy;

import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.core.spi.LoadableExtension;

/** Makes {@link ServerContainer} known to Arquillian, which finds this class as a service. */
public final class ServerExtension implements LoadableExtension {

  @Override
  public void register(ExtensionBuilder builder) {
    builder.service(DeployableContainer.class, ServerContainer.class);
  }
}
